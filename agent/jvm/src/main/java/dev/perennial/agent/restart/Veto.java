package dev.perennial.agent.restart;

/**
 * Something against a restart now.
 *
 * @param text what, in words
 */
public record Veto(Kind kind, String text) {

  /** What to do about it. */
  public enum Kind {
    /** The next life would be another version: only an explicit order accepts this. */
    CHANGED,
    /** The next life could not start, whatever starts it: stay. */
    IMPOSSIBLE,
    /** Only exec cannot work: end with the status for the supervisor instead, or stay. */
    NO_EXEC
  }
}
