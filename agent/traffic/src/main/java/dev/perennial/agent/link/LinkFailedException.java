package dev.perennial.agent.link;

/** The peer took the request and could not answer it; its reason is the message. */
public final class LinkFailedException extends LinkException {
  private static final long serialVersionUID = 1L;

  LinkFailedException(String message) {
    super(message);
  }
}
