package dev.perennial.sample.client;

/**
 * Something in an answer that cannot be, after all that was acknowledged.
 *
 * @param kind of it
 * @param detail in words
 */
record Contradiction(Kind kind, String detail) {
  enum Kind {
    /** What was acknowledged, or shown before, is not there. */
    MISSING,
    /** One write took effect twice. */
    DOUBLED,
    /** A write of somebody else. */
    FOREIGN,
    /** An older state than one acknowledged. */
    OLDER,
    /** An amount or number that does not fit the rest. */
    WRONG
  }

  @Override
  public String toString() {
    return kind + ": " + detail;
  }
}
