package dev.perennial.agent.alert;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Whom to tell.
 *
 * @param command a program that is run for each alert
 * @param webhook an address that each alert is posted to
 * @param limit for telling one of them
 */
public record AlertSettings(Optional<Path> command, Optional<URI> webhook, Duration limit) {
  public AlertSettings {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("limit (" + limit + ") must be longer than nothing");
    }
  }

  /** Returns settings that tell nobody; 10 s. */
  public static AlertSettings defaults() {
    return new AlertSettings(Optional.empty(), Optional.empty(), Duration.ofSeconds(10));
  }
}
