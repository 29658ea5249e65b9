package dev.perennial.agent.restart;

import com.sun.jna.Pointer;

/** Where a socket is bound, as the kernel says it. */
record SocketName(Pointer name, int length) {
  private static final int MAX_BYTES = 128;

  static SocketName of(int fd) {
    Pointer name = Libc.allocate(MAX_BYTES);
    Pointer length = Libc.allocate(8);
    length.setInt(0, MAX_BYTES);
    Libc.getsockname(fd, name, length);
    return new SocketName(name, length.getInt(0));
  }

  /**
   * Binds a socket there that has listened: the kernel has released the port if it had chosen it
   * itself. One that is bound still stays so.
   */
  void bind(int fd) {
    var unused = Libc.bind(fd, name, length);
  }

  /** Returns the path of a Unix domain socket. */
  Pointer path() {
    // The kernel ends it with a zero where there is room, and the memory is zero behind it.
    return name.share(Short.BYTES);
  }
}
