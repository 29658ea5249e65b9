package dev.perennial.agent.stream;

/** Why a stream cannot go on. */
enum Reset {
  /** Nothing of the request was carried out: it may be sent elsewhere. */
  NOT_BEGUN(1),
  /** The answer cannot be completed. */
  BROKEN(2),
  /** The asking side wants no answer any more. */
  CANCELLED(3);

  final int code;

  Reset(int code) {
    this.code = code;
  }

  /** What a later version may say is taken for the worst. */
  static Reset of(int code) {
    return code == NOT_BEGUN.code ? NOT_BEGUN : code == CANCELLED.code ? CANCELLED : BROKEN;
  }
}
