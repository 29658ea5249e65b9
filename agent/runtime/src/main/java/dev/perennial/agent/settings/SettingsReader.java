package dev.perennial.agent.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** Reads all sources once and gathers all that is wrong. */
final class SettingsReader {
  private static final String SECRET_VARIABLE = Sources.SECRET_VARIABLE;

  /** Set by the agent itself for its next life. */
  private static final Set<String> OWN_VARIABLES =
      Set.of(
          SECRET_VARIABLE,
          "PERENNIAL_HANDOVER_NOTE",
          "PERENNIAL_INHERITED_SECRET",
          "PERENNIAL_INHERITED_SOCKETS",
          "PERENNIAL_EMERGENCY_NOTE");

  /** System properties under this are the agent's own, and say something to others. */
  private static final String OWN_PROPERTIES = "perennial.agent.";

  private final Sources sources;
  private final Map<Key, Settings.Value> values = new EnumMap<>(Key.class);
  private final List<Mistake> mistakes = new ArrayList<>();

  private SettingsReader(Sources sources) {
    this.sources = sources;
  }

  static Settings read(Sources sources) {
    return new SettingsReader(sources).read();
  }

  private Settings read() {
    take(AgentArguments.parse(sources.args()), Origin.ARGUMENT);
    take(properties(), Origin.PROPERTY);
    take(environment(), Origin.ENVIRONMENT);
    take(file(), Origin.FILE);
    for (Key key : Key.values()) {
      if (!values.containsKey(key) && !key.defaultText().isEmpty()) {
        put(key, key.defaultText(), Origin.DEFAULT);
      }
    }
    if (!values.containsKey(Key.SERVER)) {
      put(Key.SERVER, DefaultServerName.of(sources), Origin.DEFAULT);
    }
    String secret = sources.environment().get(SECRET_VARIABLE);
    return new Settings(values, mistakes, secret == null || secret.isBlank() ? null : secret);
  }

  private Map<String, String> properties() {
    Map<String, String> given = new TreeMap<>();
    for (String name : sources.properties().stringPropertyNames()) {
      if (name.startsWith(Key.PREFIX) && !name.startsWith(OWN_PROPERTIES)) {
        given.put(name, sources.properties().getProperty(name));
      }
    }
    return given;
  }

  /**
   * Dots and dashes are alike there, so a variable is named by the key that has the same letters.
   */
  private Map<String, String> environment() {
    Map<String, String> given = new TreeMap<>();
    sources
        .environment()
        .forEach(
            (name, value) -> {
              if (name.startsWith("PERENNIAL_") && !OWN_VARIABLES.contains(name)) {
                given.put(keyOf(name), value);
              }
            });
    return given;
  }

  private static String keyOf(String variable) {
    for (Key key : Key.values()) {
      if (key.variable().equals(variable)) {
        return key.key();
      }
    }
    return variable.toLowerCase(Locale.ROOT).replace('_', '.');
  }

  private Map<String, String> file() {
    Settings.Value config = values.get(Key.CONFIG);
    if (config == null) {
      return Map.of();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader((Path) config.parsed())) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      mistakes.add(
          new Mistake(
              Key.CONFIG.key(),
              config.text(),
              "the file cannot be read (" + e + "); allowed is a properties file in UTF-8",
              config.origin()));
    }
    Map<String, String> given = new LinkedHashMap<>();
    for (String name : new java.util.TreeSet<>(properties.stringPropertyNames())) {
      given.put(name, properties.getProperty(name));
    }
    return given;
  }

  private void take(Map<String, String> given, Origin origin) {
    given.forEach(
        (name, value) -> {
          Key key = Key.of(name).orElse(null);
          if (key == null) {
            mistakes.add(unknown(name, value, origin));
          } else if (!value.isBlank()) {
            put(key, value.trim(), origin);
          }
        });
  }

  /** Keeps a value, unless an earlier source has one; a wrong one is reported from each source. */
  private void put(Key key, String text, Origin origin) {
    try {
      Settings.Value value = new Settings.Value(text, key.kind().parser().apply(text), origin);
      values.putIfAbsent(key, value);
    } catch (IllegalArgumentException e) {
      String shown = key.isConfidential() ? "***" : text;
      mistakes.add(new Mistake(key.key(), shown, "allowed is " + key.allowed(), origin));
    }
  }

  private static Mistake unknown(String name, String value, Origin origin) {
    String key = name.startsWith(Key.PREFIX) ? name : Key.PREFIX + name;
    if (key.equals(Key.PREFIX + "secret")) {
      return new Mistake(
          key,
          "***",
          "a secret is not taken from here, where others may read it; put it into the file that"
              + " perennial.secret.file names, or into the environment variable "
              + SECRET_VARIABLE,
          origin);
    }
    return new Mistake(
        key,
        key.contains("secret") ? "***" : value,
        "there is no such key"
            + NearestName.of(key).map(k -> "; did you mean " + k.key() + "?").orElse(""),
        origin);
  }
}
