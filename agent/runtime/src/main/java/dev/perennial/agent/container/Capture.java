package dev.perennial.agent.container;

import java.util.List;

/**
 * A session's state.
 *
 * @param id the session id
 * @param bytes the state in the container's own form; equal state need not give equal bytes
 * @param left what is in the session and could not be captured
 */
public record Capture(String id, byte[] bytes, List<Left> left) {
  /**
   * An attribute that stays behind.
   *
   * @param application the application's key
   * @param attribute the attribute's name
   * @param type its class
   * @param reason why, in words
   */
  public record Left(String application, String attribute, String type, String reason) {}
}
