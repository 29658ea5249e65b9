package dev.perennial.testing.http;

import java.io.IOException;

/** A request that got no complete and well-formed answer in time. */
public final class HttpFailure extends IOException {
  private static final long serialVersionUID = 1;

  /** How far it had come. */
  public enum Phase {
    /** No connection: nothing was sent. */
    CONNECT,
    /** Sent, wholly or in part, and not one byte came back. */
    NO_ANSWER,
    /** The answer broke off, or is malformed. */
    BROKEN_ANSWER
  }

  private final Phase phase;

  HttpFailure(Phase phase, IOException cause) {
    super(phase + " " + cause, cause);
    this.phase = phase;
  }

  /** Returns how far the request had come. */
  public Phase phase() {
    return phase;
  }
}
