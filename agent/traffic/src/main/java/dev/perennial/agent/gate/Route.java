package dev.perennial.agent.gate;

/** Where a request is to be served. */
public sealed interface Route {
  /** By the application in this JVM. */
  record Here() implements Route {}

  /**
   * By another server.
   *
   * @param server its name
   * @param asNew whether it serves the request although it does not own the session either: nobody
   *     does
   */
  record Elsewhere(String server, boolean asNew) implements Route {}

  /**
   * Nowhere now: answered 503 with Retry-After.
   *
   * @param reason for the log
   * @param retryAfterSeconds at least 1
   */
  record Refused(String reason, int retryAfterSeconds) implements Route {}

  /** The one {@link Here}. */
  Route HERE = new Here();
}
