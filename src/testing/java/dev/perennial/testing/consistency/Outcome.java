package dev.perennial.testing.consistency;

/** What became of an operation, as far as its client knows. */
sealed interface Outcome {
  /**
   * It took effect.
   *
   * @param server that answered; empty if it did not say who it is
   * @param shown the list as it was some time before the answer came, and after an append took
   *     effect
   */
  record Answered(String server, State shown) implements Outcome {}

  /**
   * It has taken no effect and never will.
   *
   * @param why in words
   */
  record Refused(String why) implements Outcome {}

  /**
   * It may have taken effect, or may yet, once, or never.
   *
   * @param why in words
   */
  record Unknown(String why) implements Outcome {}
}
