package dev.perennial.agent.link;

/** The two ends do not trust each other, or the peer has no room: no request took effect. */
public final class LinkRefusedException extends LinkException {
  private static final long serialVersionUID = 1L;

  LinkRefusedException(String message) {
    super(message);
  }
}
