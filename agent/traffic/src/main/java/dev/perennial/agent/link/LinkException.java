package dev.perennial.agent.link;

import java.io.IOException;

/**
 * A request over a link came to nothing. Which of the subclasses tells whether it may have taken
 * effect.
 */
public sealed class LinkException extends IOException
    permits LinkClosedException, LinkFailedException, LinkRefusedException, LinkTimeoutException {
  private static final long serialVersionUID = 1L;

  LinkException(String message) {
    super(message);
  }
}
