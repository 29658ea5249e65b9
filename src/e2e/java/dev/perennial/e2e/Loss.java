package dev.perennial.e2e;

import dev.perennial.testing.consistency.Anomaly;

/** What a fault may cost, at most: the cases of losses that Perennial knows. */
enum Loss {
  NOTHING("nothing"),
  /** The only server that had the sessions died before another was in sync. */
  L1("L1"),
  /** It died while another was in sync: what had not been sent yet is lost. */
  L2("L2"),
  /** The successor died before the old server restarted: what it had not sent back is lost. */
  L3("L3"),
  /** What the application's own code cannot read or write, and nothing else. */
  L5("L5");

  private final String text;

  Loss(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** Returns whether a checker may find that with sessions that only have what can be moved. */
  boolean allows(Anomaly anomaly) {
    return switch (anomaly) {
      // A write of which no answer told is stale when it is gone, and no less lost.
      case LOST, STALE -> this == L1 || this == L2 || this == L3;
      case SPLIT, DOUBLED, INVENTED -> false;
    };
  }
}
