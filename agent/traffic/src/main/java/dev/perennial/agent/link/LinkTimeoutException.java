package dev.perennial.agent.link;

/** No answer came in time; the request may have taken effect, or still take it. */
public final class LinkTimeoutException extends LinkException {
  private static final long serialVersionUID = 1L;

  LinkTimeoutException(String message) {
    super(message);
  }
}
