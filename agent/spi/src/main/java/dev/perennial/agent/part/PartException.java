package dev.perennial.agent.part;

/** A part did not do what it was asked; the message says which, what and why. */
public final class PartException extends Exception {
  private static final long serialVersionUID = 1;

  private final String part;
  private final boolean late;

  PartException(
      String part,
      String message,
      boolean late,
      @org.jspecify.annotations.Nullable Throwable cause) {
    super(message, cause);
    this.part = part;
    this.late = late;
  }

  /** Returns the part's name. */
  public String part() {
    return part;
  }

  /**
   * Returns whether it did not answer in time: then what was asked for may still happen, or may
   * have happened.
   */
  public boolean isLate() {
    return late;
  }
}
