package dev.perennial.agent.duplex;

/** A duplexing cannot go on; the message says why, for people. */
class HandoverException extends Exception {
  private static final long serialVersionUID = 1L;

  HandoverException(String message) {
    super(message);
  }

  HandoverException(String message, Throwable cause) {
    super(message, cause);
  }
}
