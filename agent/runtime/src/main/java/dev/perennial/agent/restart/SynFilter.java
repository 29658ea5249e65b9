package dev.perennial.agent.restart;

import com.sun.jna.Pointer;

/**
 * A packet filter that drops all that comes for a listening socket: whoever connects has no answer,
 * neither yes nor no, and tries again a little later. What is connected already is another socket
 * and not concerned. Called "classic BPF"; needs no privilege.
 */
final class SynFilter {
  private static final int POINTER_BYTES = 8;

  /** One instruction, "return 0 bytes of the packet": code 6 (2 bytes), jumps (2), operand (4). */
  private static final Pointer DROP_ALL = Libc.allocate(8);

  /** The number of instructions, and where they are. */
  private static final Pointer PROGRAM = Libc.allocate(2 * POINTER_BYTES);

  static {
    DROP_ALL.setShort(0, (short) 6);
    PROGRAM.setShort(0, (short) 1);
    PROGRAM.setPointer(POINTER_BYTES, DROP_ALL);
  }

  private SynFilter() {}

  /** Without it (a kernel may forbid it) a few connections are reset instead of refused. */
  static void attach(int fd) {
    var unused =
        Libc.setsockopt(fd, Libc.SOL_SOCKET, Libc.SO_ATTACH_FILTER, PROGRAM, 2 * POINTER_BYTES);
  }

  static void detach(int fd) {
    var unused = Libc.setsockopt(fd, Libc.SOL_SOCKET, Libc.SO_DETACH_FILTER, PROGRAM, 4);
  }
}
