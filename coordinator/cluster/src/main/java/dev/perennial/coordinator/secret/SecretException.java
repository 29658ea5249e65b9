package dev.perennial.coordinator.secret;

/** The secret cannot be had or is not fit; the message says what to do. */
public final class SecretException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SecretException(String message) {
    super(message);
  }

  SecretException(String message, Throwable cause) {
    super(message, cause);
  }
}
