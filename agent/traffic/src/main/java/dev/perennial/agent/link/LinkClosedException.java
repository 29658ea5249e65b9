package dev.perennial.agent.link;

/** The link is closed or broke; what was not answered may have taken effect. */
public final class LinkClosedException extends LinkException {
  private static final long serialVersionUID = 1L;

  public LinkClosedException(String message) {
    super(message);
  }
}
