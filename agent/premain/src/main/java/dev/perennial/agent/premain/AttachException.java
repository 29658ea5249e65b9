package dev.perennial.agent.premain;

/** The agent could not be put into a running JVM; the message says why and what to do. */
final class AttachException extends Exception {
  private static final long serialVersionUID = 1L;

  AttachException(String message, Throwable cause) {
    super(message, cause);
  }
}
