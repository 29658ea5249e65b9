package dev.perennial.agent.container;

/** A session could not be captured or staged. */
public final class CaptureException extends Exception {
  private static final long serialVersionUID = 1L;

  public CaptureException(String message) {
    super(message);
  }

  public CaptureException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns what to throw where an application's code was called: whatever it ended with, an error
   * or a checked exception that nobody declared included, it has failed.
   *
   * @param what has failed, in words
   */
  public static CaptureException of(String what, Throwable thrown) {
    if (thrown instanceof CaptureException known) {
      return known;
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new CaptureException(what + ": " + words(thrown), thrown);
  }

  /** Returns whether an error was the cause, which would come again at once. */
  public boolean isOfAnError() {
    return getCause() instanceof Error;
  }

  /** The application's own exception may fail in saying what it is. */
  private static String words(Throwable thrown) {
    try {
      return thrown.toString();
    } catch (RuntimeException | Error e) {
      return thrown.getClass().getName();
    }
  }
}
