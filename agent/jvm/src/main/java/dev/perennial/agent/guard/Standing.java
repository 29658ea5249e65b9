package dev.perennial.agent.guard;

/** What this server's cluster can do for it. */
public enum Standing {
  /** Nobody can take its place: the guard need not wait. */
  ALONE(0),
  /** Somebody can take its place: the cluster has a few seconds to begin. */
  SUCCESSOR_AT_HAND(1),
  /** Its state is on the way. */
  DUPLEXING(2),
  /** It has been handed over, wholly or in part, or the ordered restart has begun. */
  SWITCHING_OR_LATER(3);

  /** In guard.c. */
  final int code;

  Standing(int code) {
    this.code = code;
  }
}
