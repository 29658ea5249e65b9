package dev.perennial.agent.clean;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * What is cleaned.
 *
 * @param folders perennial.clean.files: whose files may be removed, also in folders below;
 *     absolute, and not a top folder of the file system. None unless configured
 * @param patterns perennial.clean.patterns: names of files that may be removed, as "*.tmp"
 * @param minimumAge perennial.clean.min-age: how long a file must be unchanged; at least 1 min
 * @param limit perennial.clean.limit: how long each rung may take; 1 s to 10 min
 */
public record CleanSettings(
    List<Path> folders, List<String> patterns, Duration minimumAge, Duration limit) {

  /** Checks them. */
  public CleanSettings {
    folders = List.copyOf(folders);
    patterns = List.copyOf(patterns);
    for (Path folder : folders) {
      if (!folder.isAbsolute() || folder.normalize().getNameCount() < 2) {
        throw new IllegalArgumentException(
            "perennial.clean.files has '"
                + folder
                + "', allowed is an absolute path of two names and more");
      }
    }
    for (String pattern : patterns) {
      check(pattern);
    }
    if (minimumAge.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException(
          "perennial.clean.min-age is " + minimumAge + ", allowed is 1 min and more");
    }
    if (limit.compareTo(Duration.ofSeconds(1)) < 0 || limit.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException(
          "perennial.clean.limit is " + limit + ", allowed is 1 s to 10 min");
    }
  }

  /** Returns no folders; old logs and temporary files of one day and more; 30 s. */
  public static CleanSettings defaults() {
    return new CleanSettings(
        List.of(),
        List.of("*.tmp", "*.temp", "*.log.*", "*.log-*", "*.gz", "upload_*"),
        Duration.ofDays(1),
        Duration.ofSeconds(30));
  }

  private static void check(String pattern) {
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "perennial.clean.patterns has '" + pattern + "', allowed are patterns as '*.tmp'", e);
    }
  }
}
