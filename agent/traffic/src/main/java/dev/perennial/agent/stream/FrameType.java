package dev.perennial.agent.stream;

/**
 * What a frame is. A chunk of the connection holds whole frames, one behind the other:
 *
 * <pre>
 * type (1)  id of the stream (8)  length (4)  payload
 * </pre>
 *
 * <pre>
 *   asking side                              serving side
 *     OPEN, DATA*, END(trailers)  --&gt;
 *                                 &lt;--  ANSWER, DATA*, END(trailers)   or NOT_HERE
 *     CREDIT, RESET               &lt;--&gt; CREDIT, RESET
 * </pre>
 *
 * After END, NOT_HERE or RESET of the serving side, or RESET of the asking one, the stream is over;
 * what still comes for it is passed over. Types that a later version adds are passed over too.
 */
enum FrameType {
  /** Begins a stream: what came, see {@link Heads}. */
  OPEN(1),
  /** Bytes of a body. */
  DATA(2),
  /** A body is complete; its trailers. */
  END(3),
  /** So many more bytes of body may be sent. */
  CREDIT(4),
  /** Status and headers. */
  ANSWER(5),
  /** Instead of an answer: the session is not here. */
  NOT_HERE(6),
  /** The stream cannot go on, and why, see {@link Reset}. */
  RESET(7),
  /** To be answered at once. */
  PING(8),
  PONG(9),
  /** First bytes of a payload that is too long for one frame; the rest follows at once. */
  PART(10);

  /** Before each payload. */
  static final int HEADER_BYTES = 1 + Long.BYTES + Integer.BYTES;

  /** Longest payload; longer ones go in parts. */
  static final int MAX_PAYLOAD = 32 << 10;

  private static final FrameType[] BY_CODE = new FrameType[11];

  static {
    for (FrameType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  final byte code;

  FrameType(int code) {
    this.code = (byte) code;
  }

  /** Returns the type of a code, or null if it is of a later version. */
  static @org.jspecify.annotations.Nullable FrameType of(byte code) {
    return code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
