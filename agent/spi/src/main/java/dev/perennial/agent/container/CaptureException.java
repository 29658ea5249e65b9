package dev.perennial.agent.container;

import org.jspecify.annotations.Nullable;

/** A session could not be captured or staged. */
public final class CaptureException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String part;
  private final boolean changing;

  public CaptureException(String message) {
    this(message, null, "", false);
  }

  public CaptureException(String message, Throwable cause) {
    this(message, cause, "", false);
  }

  private CaptureException(
      String message, @Nullable Throwable cause, String part, boolean changing) {
    super(message, cause);
    this.part = part;
    this.changing = changing;
  }

  /**
   * Returns what to throw where one attribute alone is at fault: without it the rest can move.
   *
   * @param part its {@link Capture.Left#part}
   */
  public static CaptureException ofPart(String part, String message, @Nullable Throwable cause) {
    return new CaptureException(message, cause, part, false);
  }

  /** Returns what to throw where a session changed all the while: worth another try. */
  public static CaptureException ofChanges(String message, Throwable cause) {
    return new CaptureException(message, cause, "", true);
  }

  /** Returns the {@link Capture.Left#part} that is at fault; empty if that is not known. */
  public String part() {
    return part;
  }

  /** Returns whether the session changed while it was captured, which another try may not meet. */
  public boolean isOfChanges() {
    return changing;
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

  /** Returns what was thrown in words; an application's own exception may fail even in that. */
  public static String words(Throwable thrown) {
    try {
      return thrown.toString();
    } catch (RuntimeException | Error e) {
      return thrown.getClass().getName();
    }
  }
}
