package dev.perennial.agent.settings;

import dev.perennial.coordinator.policy.MaintenanceWindows;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All settings, read once. With {@link #mistakes} the values are those that were right, for what
 * must work all the same, such as the log; the agent must not act on them. Immutable.
 */
public final class Settings {
  private final Map<Key, Value> values;
  private final List<Mistake> mistakes;
  private final @Nullable String secret;

  record Value(String text, Object parsed, Origin origin) {}

  Settings(Map<Key, Value> values, List<Mistake> mistakes, @Nullable String secret) {
    this.values = new EnumMap<>(values);
    this.mistakes = List.copyOf(mistakes);
    this.secret = secret;
  }

  /** Reads all settings. Throws nothing: what is wrong is in {@link #mistakes}. */
  public static Settings read(Sources sources) {
    return SettingsReader.read(sources);
  }

  /** Returns all that is wrong, none if the agent may act. */
  public List<Mistake> mistakes() {
    return mistakes;
  }

  /** Returns each key that has a value, with where it comes from; one line each, for the log. */
  public List<String> effective() {
    return values.entrySet().stream()
        .map(
            e ->
                e.getKey().key()
                    + "="
                    + (e.getKey().isConfidential() ? "***" : e.getValue().text())
                    + " ("
                    + e.getValue().origin()
                    + ")")
        .toList();
  }

  /** Returns the secret of environment variable PERENNIAL_SECRET. Never to be shown. */
  public Optional<String> secret() {
    return Optional.ofNullable(secret);
  }

  /** Returns where a key's value comes from. */
  public Origin origin(Key key) {
    Value value = values.get(key);
    return value == null ? Origin.DEFAULT : value.origin();
  }

  /** Returns whether a key has a value, given or by default. */
  public boolean has(Key key) {
    return values.containsKey(key);
  }

  /** Returns the value of a name, a host or a choice (in lower case). */
  public String text(Key key) {
    return get(key, String.class);
  }

  /** Returns the choice as a constant: {@code active-active} is ACTIVE_ACTIVE. */
  public <E extends Enum<E>> E choice(Key key, Class<E> type) {
    return Enum.valueOf(type, text(key).toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
  }

  /** Returns the value of a key that is true or false. */
  public boolean flag(Key key) {
    return get(key, Boolean.class);
  }

  /** Returns the value of a whole number. */
  public int number(Key key) {
    return get(key, Integer.class);
  }

  /** Returns statuses of answers. */
  public StatusRanges statuses(Key key) {
    return get(key, StatusRanges.class);
  }

  /** Returns the value of a part, 0 to 1. */
  public double ratio(Key key) {
    return get(key, Double.class);
  }

  /** Returns the value of a factor. */
  public double factor(Key key) {
    return get(key, Double.class);
  }

  /** Returns the value of a time. */
  public Duration duration(Key key) {
    return get(key, Duration.class);
  }

  /** Returns the value of a time that may be left open. */
  public Optional<Duration> optionalDuration(Key key) {
    return find(key, Duration.class);
  }

  /** Returns the value of a whole number that may be left open. */
  public Optional<Integer> optionalNumber(Key key) {
    return find(key, Integer.class);
  }

  /** Returns how much memory there may be, nothing if it is left open. */
  public Optional<MostMemory> memory(Key key) {
    return find(key, MostMemory.class);
  }

  /** Returns the value of a name that may be left open. */
  public Optional<String> optionalText(Key key) {
    return find(key, String.class);
  }

  /** Returns the value of a path, nothing if it is left open. */
  public Optional<Path> path(Key key) {
    return find(key, Path.class);
  }

  /** Returns the value of a URL, nothing if it is left open. */
  public Optional<URI> url(Key key) {
    return find(key, URI.class);
  }

  /** Returns the paths of a list, maybe none. */
  public List<Path> paths(Key key) {
    return elements(key, Path.class);
  }

  /** Returns the value of a filter of classes, empty if it is left open. */
  public String filter(Key key) {
    return find(key, String.class).orElse("");
  }

  /** Returns the host:port pairs of a list, maybe none. */
  public List<String> addresses(Key key) {
    return elements(key, String.class);
  }

  /** Returns the patterns of a list, maybe none. */
  public List<String> patterns(Key key) {
    return elements(key, String.class);
  }

  /** Returns the paths with their queries of a list, maybe none. */
  public List<String> targets(Key key) {
    return elements(key, String.class);
  }

  /** Returns the paths of a list, maybe none. */
  public List<String> ownPaths(Key key) {
    return elements(key, String.class);
  }

  /** Returns the maintenance windows; without any it is always open. */
  public MaintenanceWindows windows() {
    return find(Key.MAINTENANCE_WINDOWS, MaintenanceWindows.class)
        .orElseGet(MaintenanceWindows::always);
  }

  /** Returns the time zone of the maintenance windows. */
  public ZoneId zone() {
    return find(Key.MAINTENANCE_ZONE, ZoneId.class).orElseGet(ZoneId::systemDefault);
  }

  private <T> List<T> elements(Key key, Class<T> type) {
    List<?> list = find(key, List.class).orElse(List.of());
    return list.stream().<T>map(type::cast).toList();
  }

  private <T> T get(Key key, Class<T> type) {
    return find(key, type)
        .orElseThrow(() -> new IllegalStateException(key.key() + " has no value and no default"));
  }

  private <T> Optional<T> find(Key key, Class<T> type) {
    Value value = values.get(key);
    return value == null ? Optional.empty() : Optional.of(type.cast(value.parsed()));
  }
}
