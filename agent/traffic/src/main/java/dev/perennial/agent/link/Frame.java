package dev.perennial.agent.link;

/**
 * One message on a link.
 *
 * @param id that an answer shares with its request
 */
record Frame(Type type, long id, byte[] payload) {
  /** What it is. */
  enum Type {
    REQUEST(1),
    ANSWER(2),
    /** There is no answer; the payload says why. */
    FAILURE(3);

    final byte code;

    Type(int code) {
      this.code = (byte) code;
    }
  }
}
