package dev.perennial.agent.premain;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * The one setting that must be known before the runtime is loaded, {@code perennial.enabled};
 * looked up in the same order as all settings are: agent argument, system property, environment,
 * file.
 */
final class Switches {
  private static final String ENABLED = "perennial.enabled";

  private final String enabled;

  private Switches(String enabled) {
    this.enabled = enabled;
  }

  static Switches read(String args, Properties system, Map<String, String> environment) {
    String given = lookUp(ENABLED, args, system, environment);
    if (given == null) {
      String file = lookUp("perennial.config", args, system, environment);
      given = file == null ? null : inFile(file);
    }
    return new Switches(given == null ? "" : given.trim());
  }

  private static String lookUp(
      String key, String args, Properties system, Map<String, String> environment) {
    String shortKey = key.substring("perennial.".length());
    for (String pair : args == null ? new String[0] : args.split(",")) {
      String trimmed = pair.trim();
      if (trimmed.startsWith(key + "=") || trimmed.startsWith(shortKey + "=")) {
        return trimmed.substring(trimmed.indexOf('=') + 1);
      }
    }
    String property = system.getProperty(key);
    return property != null
        ? property
        : environment.get(key.toUpperCase(java.util.Locale.ROOT).replace('.', '_'));
  }

  /** Anything wrong with the file is told later, with all other mistakes. */
  private static String inFile(String file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    } catch (IOException | RuntimeException e) {
      return null;
    }
    return properties.getProperty(ENABLED);
  }

  boolean isOff() {
    return enabled.equalsIgnoreCase("false");
  }

  boolean isOnExplicitly() {
    return enabled.equalsIgnoreCase("true");
  }
}
