package dev.perennial.agent.restart;

/**
 * A few descriptors set aside at start-up: a JVM that must restart because it has no more of them
 * could otherwise not even keep its sockets. Thread-safe.
 */
final class DescriptorReserve {
  private final int[] reserved;
  private int left;

  /**
   * @throws IllegalStateException if there are no descriptors
   */
  DescriptorReserve(int size) {
    reserved = new int[size];
    int first = Libc.open(NativeStrings.string("/dev/null"), Libc.O_RDWR);
    for (; left < size; left++) {
      int fd = left == 0 ? first : Libc.dup(first);
      if (fd < 0) {
        throw new IllegalStateException("no file descriptors left (errno " + Libc.errno() + ")");
      }
      Libc.fcntl(fd, Libc.F_SETFD, Libc.FD_CLOEXEC);
      reserved[left] = fd;
    }
  }

  /** Returns a reserved descriptor to dup2 over; when none is left, a new one or -1. */
  synchronized int take() {
    return left > 0 ? reserved[--left] : Libc.dup(0);
  }

  /** Lets the JVM have one more descriptor. */
  synchronized void release() {
    if (left > 0) {
      Libc.close(reserved[--left]);
    }
  }
}
