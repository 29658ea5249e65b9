package dev.perennial.agent.restart;

import com.sun.jna.Pointer;

/**
 * A packet filter that drops what begins a connection with a listening socket: whoever connects has
 * no answer, neither yes nor no, and tries again a little later. All else passes: the last packet
 * of a handshake comes here too, from a client that is connected for all it knows, and a connection
 * inherits the filter. So does a connection of the agent's own, which it marks by a traffic class.
 * Called "classic BPF"; needs no privilege.
 */
final class SynFilter {
  /** Of the connections that pass: one that the standards leave to local use. */
  static final int OWN_TRAFFIC_CLASS = 0x2c;

  private static final int POINTER_BYTES = 8;

  /** Code (2 bytes), jump if true (1), jump if false (1), operand (4). */
  private static final int INSTRUCTION_BYTES = 8;

  private static final int LOAD_BYTE = 0x30;
  private static final int LOAD_HALF = 0x28;
  private static final int AND = 0x54;
  private static final int SHIFT_RIGHT = 0x74;
  private static final int JUMP = 0x05;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int RETURN = 0x06;

  /** A TCP socket's filter sees the packet from the TCP header on; this is where that of IP is. */
  private static final int IP_HEADER = -0x100000;

  private static final int FLAGS = 13;
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;
  private static final int VERSION_6 = 0x60;

  /** What is left is for signs of congestion. */
  private static final int CLASS_BITS = 0xfc;

  private static final int[][] DROP_SYN = {
    {LOAD_BYTE, 0, 0, FLAGS},
    {AND, 0, 0, SYN | ACK},
    {JUMP_IF_EQUAL, 0, 9, SYN},
    {LOAD_BYTE, 0, 0, IP_HEADER},
    {AND, 0, 0, 0xf0},
    {JUMP_IF_EQUAL, 2, 0, VERSION_6},
    {LOAD_BYTE, 0, 0, IP_HEADER + 1},
    {JUMP, 0, 0, 2},
    {LOAD_HALF, 0, 0, IP_HEADER},
    {SHIFT_RIGHT, 0, 0, 4},
    {AND, 0, 0, CLASS_BITS},
    {JUMP_IF_EQUAL, 0, 1, OWN_TRAFFIC_CLASS},
    {RETURN, 0, 0, -1},
    {RETURN, 0, 0, 0},
  };

  /** The number of instructions, and where they are. */
  private static final Pointer PROGRAM = Libc.allocate(2 * POINTER_BYTES);

  static {
    Pointer instructions = Libc.allocate(DROP_SYN.length * INSTRUCTION_BYTES);
    for (int i = 0; i < DROP_SYN.length; i++) {
      int at = i * INSTRUCTION_BYTES;
      instructions.setShort(at, (short) DROP_SYN[i][0]);
      instructions.setByte(at + 2, (byte) DROP_SYN[i][1]);
      instructions.setByte(at + 3, (byte) DROP_SYN[i][2]);
      instructions.setInt(at + 4, DROP_SYN[i][3]);
    }
    PROGRAM.setShort(0, (short) DROP_SYN.length);
    PROGRAM.setPointer(POINTER_BYTES, instructions);
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
