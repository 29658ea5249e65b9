package dev.perennial.testing.consistency;

import java.util.Locale;
import java.util.Optional;

/**
 * One request of a client, and what became of it.
 *
 * @param token that it appends; empty if it only reads
 * @param invoked before anything was sent, in ns of the history's clock
 * @param completed after the answer had come, in ns; the greatest number if it never did, as it may
 *     take effect at any time
 */
record Operation(String token, long invoked, long completed, Outcome outcome) {
  static final long NEVER = Long.MAX_VALUE;

  private static final double NANOS_PER_SECOND = 1e9;

  boolean isAppend() {
    return !token.isEmpty();
  }

  boolean wasRefused() {
    return outcome instanceof Outcome.Refused;
  }

  /** Returns the list that its answer showed, if there was an answer. */
  Optional<State> shown() {
    return outcome instanceof Outcome.Answered answered
        ? Optional.of(answered.shown())
        : Optional.empty();
  }

  /** Returns what appended or read what, where and when, and with which outcome. */
  String inWords(long start) {
    String what = isAppend() ? "append " + token : "read";
    String sent = seconds(invoked - start);
    if (outcome instanceof Outcome.Answered answered) {
      String server = answered.server().isEmpty() ? "" : " by " + answered.server();
      return sent
          + " to "
          + seconds(completed - start)
          + " s: "
          + what
          + " answered"
          + server
          + ": "
          + answered.shown();
    }
    if (outcome instanceof Outcome.Refused refused) {
      return sent
          + " to "
          + seconds(completed - start)
          + " s: "
          + what
          + " refused: "
          + refused.why();
    }
    return sent + " s: " + what + ", outcome unknown: " + ((Outcome.Unknown) outcome).why();
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_SECOND);
  }
}
