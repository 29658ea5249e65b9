package dev.perennial.agent.link;

import java.io.IOException;

/** Bytes that are no message of a version that is understood here. */
public final class MessageFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  MessageFormatException(String message) {
    super(message);
  }

  MessageFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
