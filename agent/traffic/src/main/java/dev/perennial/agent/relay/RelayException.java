package dev.perennial.agent.relay;

/**
 * A request was not answered by the other server, and the client has got nothing yet: it can still
 * be answered here.
 */
public final class RelayException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** The server was not reached. */
    UNREACHED,
    /** The server says that it does not own the session. */
    NOT_THERE
  }

  private final Kind kind;
  private final boolean retryable;

  RelayException(Kind kind, boolean retryable, String message) {
    super(message);
    this.kind = kind;
    this.retryable = retryable;
  }

  RelayException(Kind kind, boolean retryable, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryable = retryable;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * Returns whether the request may be relayed again: nothing has been read of its body, or all of
   * it is kept in {@link dev.perennial.agent.container.Exchange#sentBody}.
   */
  public boolean retryable() {
    return retryable;
  }
}
