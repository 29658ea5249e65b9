package dev.perennial.agent.link;

/** The two ends do not trust each other, or the peer has no room: no request took effect. */
public final class LinkRefusedException extends LinkException {
  private static final long serialVersionUID = 1L;

  private final boolean unproven;

  LinkRefusedException(String message) {
    this(message, false);
  }

  private LinkRefusedException(String message, boolean unproven) {
    super(message);
    this.unproven = unproven;
  }

  /** Returns that one end showed a proof, and it was wrong. */
  static LinkRefusedException unproven(String message) {
    return new LinkRefusedException(message, true);
  }

  boolean isUnproven() {
    return unproven;
  }
}
