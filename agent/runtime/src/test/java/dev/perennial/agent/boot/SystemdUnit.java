package dev.perennial.agent.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unit of systemd, in the part of its syntax that an example needs.
 *
 * @param values of its keys; none is given twice
 */
record SystemdUnit(Map<String, String> values) {
  /** Quotes are around a whole item, as systemd.syntax(7) has it. */
  private static final Pattern ASSIGNMENT = Pattern.compile("\"(\\w+)=([^\"]*)\"|(\\w+)=([^\" ]*)");

  static SystemdUnit read(Path file) throws IOException {
    Map<String, String> values = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank() || line.startsWith("#") || line.matches("\\[\\w+]")) {
        continue;
      }
      String[] parts = line.split("=", 2);
      if (parts.length != 2 || values.put(parts[0], parts[1]) != null) {
        throw new IOException("neither a section nor a new key with a value: " + line);
      }
    }
    return new SystemdUnit(values);
  }

  String value(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("the unit has no " + key);
    }
    return value;
  }

  Duration seconds(String key) {
    return Duration.ofSeconds(Long.parseLong(value(key)));
  }

  /** Returns the variable that the unit sets, which is its only one. */
  String environment(String name) {
    Matcher item = ASSIGNMENT.matcher(value("Environment"));
    if (!item.matches()) {
      throw new IllegalArgumentException(
          "not one variable with its value: " + value("Environment"));
    }
    boolean quoted = item.group(1) != null;
    if (!item.group(quoted ? 1 : 3).equals(name)) {
      throw new IllegalArgumentException("the unit does not set " + name);
    }
    return item.group(quoted ? 2 : 4);
  }
}
