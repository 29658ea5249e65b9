package dev.perennial.agent.premain;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * The settings that must be known before the runtime reads all of them: {@code perennial.enabled},
 * and those of the guard, which starts first of all. Looked up in the same order as all settings
 * are: agent argument, system property, environment, file.
 */
final class Switches {
  private final String enabled;
  private final String guard;
  private final String logDir;

  private Switches(String enabled, String guard, String logDir) {
    this.enabled = enabled;
    this.guard = guard;
    this.logDir = logDir;
  }

  static Switches read(String args, Properties system, Map<String, String> environment) {
    String file = lookUp("perennial.config", args, system, environment);
    Properties inFile = file == null ? new Properties() : inFile(file);
    return new Switches(
        value("perennial.enabled", args, system, environment, inFile),
        value("perennial.guard", args, system, environment, inFile),
        value("perennial.log.dir", args, system, environment, inFile));
  }

  private static String value(
      String key,
      String args,
      Properties system,
      Map<String, String> environment,
      Properties inFile) {
    String given = lookUp(key, args, system, environment);
    return given == null ? inFile.getProperty(key, "").trim() : given.trim();
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
  private static Properties inFile(String file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    } catch (IOException | RuntimeException e) {
      return new Properties();
    }
    return properties;
  }

  boolean isOff() {
    return enabled.equalsIgnoreCase("false");
  }

  boolean isOnExplicitly() {
    return enabled.equalsIgnoreCase("true");
  }

  /** Returns what is to watch for sudden death; empty for the default. */
  String guard() {
    return guard;
  }

  /** Returns where the agent's files are; empty for the default. */
  String logDir() {
    return logDir;
  }
}
