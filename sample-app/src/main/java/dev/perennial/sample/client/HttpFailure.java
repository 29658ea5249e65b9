package dev.perennial.sample.client;

import java.io.IOException;

/** A request that got no complete answer. */
final class HttpFailure extends IOException {
  private static final long serialVersionUID = 1;

  /** How far it had come. */
  enum Phase {
    /** No connection: nothing was sent. */
    CONNECT,
    /** Sent, wholly or in part, and not one byte came back. */
    NO_ANSWER,
    /** The answer broke off, or made no sense. */
    BROKEN_ANSWER
  }

  private final Phase phase;

  HttpFailure(Phase phase, IOException cause) {
    super(phase + " " + cause, cause);
    this.phase = phase;
  }

  Phase phase() {
    return phase;
  }
}
