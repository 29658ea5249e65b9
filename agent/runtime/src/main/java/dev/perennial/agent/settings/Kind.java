package dev.perennial.agent.settings;

import dev.perennial.coordinator.policy.MaintenanceWindows;
import java.io.ObjectInputFilter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What values a key takes.
 *
 * @param allowed which, in words
 * @param parser makes a value of its text; throws IllegalArgumentException if it is not one
 */
record Kind<T>(String allowed, Function<String, T> parser) {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})\\s*(ms|s|m|h|d)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern RATIO = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,6})?)\\s*(%?)");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})\\s*([kmgt])");
  private static final Map<String, Integer> SHIFTS = Map.of("k", 10, "m", 20, "g", 30, "t", 40);
  private static final Pattern FACTOR = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,6})?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,100}");
  private static final Pattern HOST = Pattern.compile("\\[?[A-Za-z0-9._:%-]{1,255}]?");
  private static final Pattern STATUSES = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");
  private static final Pattern ADDRESS =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^\\s:\\[\\]]+):([0-9]{1,5})");

  /** All of a server would be "/"; no segment is empty, and none leads elsewhere. */
  private static final Pattern OWN_PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[^/?#;%\\s\\\\]+)+");

  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  static Kind<String> name() {
    return new Kind<>(
        "1 to 100 letters, digits and . _ @ -",
        text -> {
          check(NAME.matcher(text).matches());
          return text;
        });
  }

  static Kind<String> host() {
    return new Kind<>(
        "an address or host name of this machine",
        text -> {
          check(HOST.matcher(text).matches());
          return text;
        });
  }

  static Kind<Boolean> flag() {
    return new Kind<>(
        "true or false",
        text -> {
          String lower = text.toLowerCase(Locale.ROOT);
          check(lower.equals("true") || lower.equals("false"));
          return lower.equals("true");
        });
  }

  static Kind<String> serialFilter() {
    return new Kind<>(
        "a filter as that of jdk.serialFilter, such as com.shop.**;java.base/*;!*",
        text -> {
          // Throws what is an IllegalArgumentException where it is none.
          check(ObjectInputFilter.Config.createFilter(text) != null);
          return text;
        });
  }

  static Kind<String> choice(String... choices) {
    return new Kind<>(
        "one of " + String.join(", ", choices),
        text -> {
          String lower = text.toLowerCase(Locale.ROOT).replace('_', '-');
          check(List.of(choices).contains(lower));
          return lower;
        });
  }

  static Kind<Integer> number(int min, int max) {
    return new Kind<>(
        "a whole number from " + min + " to " + max,
        text -> {
          check(NUMBER.matcher(text).matches());
          int number = Integer.parseInt(text);
          check(number >= min && number <= max);
          return number;
        });
  }

  static Kind<Duration> duration(Duration min, Duration max) {
    return new Kind<>(
        "a time from " + text(min) + " to " + text(max) + ", such as 500ms, 30s, 5m, 2h, 7d",
        text -> {
          Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
          check(matcher.matches());
          Duration duration =
              UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
          check(duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0);
          return duration;
        });
  }

  /** Returns a duration as it is written in a setting. */
  static String text(Duration duration) {
    for (String unit : List.of("d", "h", "m", "s")) {
      long nanos = UNITS.get(unit).toNanos();
      if (duration.toNanos() % nanos == 0 && !duration.isZero()) {
        return duration.toNanos() / nanos + unit;
      }
    }
    return duration.toMillis() + "ms";
  }

  static Kind<Double> ratio() {
    return new Kind<>(
        "a part from 0 to 1, or a percentage",
        text -> {
          Matcher matcher = RATIO.matcher(text);
          check(matcher.matches());
          double ratio =
              Double.parseDouble(matcher.group(1)) / (matcher.group(2).isEmpty() ? 1 : 100);
          check(ratio > 0 && ratio <= 1);
          return ratio;
        });
  }

  static Kind<MostMemory> memory() {
    Kind<Double> ratio = ratio();
    return new Kind<>(
        "a size such as 900m or 4g, or a percentage of the memory of the container, else of the"
            + " machine",
        text -> {
          String lower = text.toLowerCase(Locale.ROOT);
          if (lower.endsWith("%")) {
            return new MostMemory.Part(ratio.parser().apply(lower));
          }
          Matcher matcher = SIZE.matcher(lower);
          check(matcher.matches());
          long bytes = Long.parseLong(matcher.group(1)) << SHIFTS.get(matcher.group(2));
          check(bytes > 0);
          return new MostMemory.Bytes(bytes);
        });
  }

  static Kind<Double> factor() {
    return new Kind<>(
        "a factor from 1.1 to 100",
        text -> {
          check(FACTOR.matcher(text).matches());
          double factor = Double.parseDouble(text);
          check(factor >= 1.1 && factor <= 100);
          return factor;
        });
  }

  static Kind<Path> path() {
    return new Kind<>("a file or directory", Kind::toPath);
  }

  static Kind<List<Path>> paths() {
    return new Kind<>(
        "absolute directories, none at the top of the file system, parted by ;",
        text -> {
          List<Path> paths = elements(text).map(Kind::toPath).toList();
          // One at the top of a file system, or a path that depends on where the JVM was started,
          // is a slip.
          check(paths.stream().allMatch(p -> p.isAbsolute() && p.normalize().getNameCount() > 1));
          return paths;
        });
  }

  static Kind<List<String>> patterns() {
    return new Kind<>(
        "names of files, such as *.tmp, parted by ;",
        text -> {
          List<String> patterns = elements(text).toList();
          for (String pattern : patterns) {
            check(!pattern.contains("/"));
            // Throws what is an IllegalArgumentException where it is no pattern.
            FileSystems.getDefault().getPathMatcher("glob:" + pattern);
          }
          return patterns;
        });
  }

  static Kind<List<String>> addresses() {
    return new Kind<>(
        "host:port parted by ;",
        text -> {
          List<String> addresses = elements(text).toList();
          for (String address : addresses) {
            Matcher matcher = ADDRESS.matcher(address);
            check(matcher.matches());
            int port = Integer.parseInt(matcher.group(2));
            check(port > 0 && port <= 65535);
          }
          return addresses;
        });
  }

  static Kind<List<String>> targets() {
    return new Kind<>(
        "paths such as /shop/?page=1, parted by ;",
        text -> {
          List<String> targets = elements(text).toList();
          for (String target : targets) {
            check(target.startsWith("/") && target.chars().allMatch(c -> c > ' ' && c <= '~'));
          }
          return targets;
        });
  }

  static Kind<List<String>> ownPaths() {
    return new Kind<>(
        "paths such as /actuator or /shop/admin, parted by ;",
        text -> {
          List<String> paths = elements(text).toList();
          for (String path : paths) {
            check(OWN_PATH.matcher(path).matches());
          }
          return paths;
        });
  }

  static Kind<MaintenanceWindows> windows() {
    return new Kind<>(MaintenanceWindows.ALLOWED, MaintenanceWindows::parse);
  }

  static Kind<ZoneId> zone() {
    return new Kind<>(
        "a time zone such as Europe/Berlin or UTC",
        text -> {
          try {
            return ZoneId.of(text);
          } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
          }
        });
  }

  static Kind<URI> url() {
    return new Kind<>(
        "a URL such as http://10.0.0.5:8080",
        text -> {
          try {
            URI uri = new URI(text);
            check(List.of("http", "https").contains(String.valueOf(uri.getScheme())));
            check(uri.getHost() != null);
            return uri;
          } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
          }
        });
  }

  static Kind<URI> plainUrl() {
    Kind<URI> any = url();
    return new Kind<>(
        "a URL such as http://10.0.0.5:8080, not of https",
        text -> {
          URI uri = any.parser().apply(text);
          check(uri.getScheme().equals("http"));
          return uri;
        });
  }

  static Kind<StatusRanges> statuses() {
    return new Kind<>(
        "statuses from 100 to 599 or ranges of them, such as 200-399;404",
        text -> {
          List<StatusRanges.Range> ranges = new ArrayList<>();
          for (String element : elements(text).toList()) {
            Matcher matcher = STATUSES.matcher(element);
            check(matcher.matches());
            int from = Integer.parseInt(matcher.group(1));
            int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
            check(from <= to);
            ranges.add(new StatusRanges.Range(from, to));
          }
          check(!ranges.isEmpty());
          return new StatusRanges(ranges);
        });
  }

  private static Path toPath(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Stream<String> elements(String text) {
    return Stream.of(text.split("[;,]")).map(String::trim).filter(e -> !e.isEmpty());
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException();
    }
  }
}
