package dev.perennial.agent.restart;

import com.sun.jna.Pointer;

/**
 * A packet filter that drops what begins a connection with a listening socket: whoever connects has
 * no answer, neither yes nor no, and tries again a little later. All else passes: the last packet
 * of a handshake comes here too, from a client that is connected for all it knows, and a connection
 * inherits the filter. Called "classic BPF"; needs no privilege.
 */
final class SynFilter {
  private static final int POINTER_BYTES = 8;

  /** Code (2 bytes), jump if true (1), jump if false (1), operand (4). */
  private static final int INSTRUCTION_BYTES = 8;

  private static final int INSTRUCTIONS = 5;

  private static final Pointer DROP_SYN = Libc.allocate(INSTRUCTIONS * INSTRUCTION_BYTES);

  /** The number of instructions, and where they are. */
  private static final Pointer PROGRAM = Libc.allocate(2 * POINTER_BYTES);

  static {
    // A TCP socket's filter sees the packet from the TCP header on, whatever the IP version.
    int flags = 13;
    int syn = 0x02;
    int ack = 0x10;
    put(0, 0x30, 0, 0, flags); // load a byte
    put(1, 0x54, 0, 0, syn | ack); // and
    put(2, 0x15, 0, 1, syn); // jump if equal
    put(3, 0x06, 0, 0, 0); // return none of the packet
    put(4, 0x06, 0, 0, -1); // return all of it
    PROGRAM.setShort(0, (short) INSTRUCTIONS);
    PROGRAM.setPointer(POINTER_BYTES, DROP_SYN);
  }

  private SynFilter() {}

  private static void put(int index, int code, int ifTrue, int ifFalse, int operand) {
    int at = index * INSTRUCTION_BYTES;
    DROP_SYN.setShort(at, (short) code);
    DROP_SYN.setByte(at + 2, (byte) ifTrue);
    DROP_SYN.setByte(at + 3, (byte) ifFalse);
    DROP_SYN.setInt(at + 4, operand);
  }

  /** Without it (a kernel may forbid it) a few connections are reset instead of refused. */
  static void attach(int fd) {
    var unused =
        Libc.setsockopt(fd, Libc.SOL_SOCKET, Libc.SO_ATTACH_FILTER, PROGRAM, 2 * POINTER_BYTES);
  }

  static void detach(int fd) {
    var unused = Libc.setsockopt(fd, Libc.SOL_SOCKET, Libc.SO_DETACH_FILTER, PROGRAM, 4);
  }
}
