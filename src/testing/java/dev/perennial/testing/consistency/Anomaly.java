package dev.perennial.testing.consistency;

/** What one list on one server could not have done. */
public enum Anomaly {
  /** A write that was acknowledged was missing in an answer, and never seen again. */
  LOST("lost"),
  /** An answer showed less than what had been shown before its request was sent. */
  STALE("stale"),
  /**
   * Two answers showed lists neither of which goes on from the other: two servers had the session,
   * or one changed the order of what it had acknowledged.
   */
  SPLIT("split"),
  /** A write took effect twice. */
  DOUBLED("doubled"),
  /** An answer showed what nobody had written by then, or what had been refused. */
  INVENTED("invented");

  private final String text;

  Anomaly(String text) {
    this.text = text;
  }

  /** Returns the word for it. */
  public String text() {
    return text;
  }
}
