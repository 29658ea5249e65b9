package dev.perennial.coordinator.handshake;

import java.io.IOException;

/** A peer was not let in, or did not let this one in. */
public final class HandshakeException extends IOException {
  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Kind {
    /** One of the two holds another secret, or belongs to another cluster. */
    REFUSED,
    /** Both hold the secret, and one of the two does not take the other's certificate. */
    UNCERTIFIED,
    /** What the peer sent is no handshake, or it hung up in the middle. */
    FOREIGN,
    /** The peer is this very server. */
    SELF,
    /** The peer was too slow. */
    SILENT,
    /** Too many peers were being checked. */
    BUSY
  }

  private final Kind kind;

  public HandshakeException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Returns why. */
  public Kind kind() {
    return kind;
  }
}
