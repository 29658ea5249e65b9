package dev.perennial.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What the threads of servers have used, by what they do. Linux tells it of each thread; one that
 * has ended is missing, with all that it used.
 *
 * @param uses of each kind
 */
record ThreadTimes(Map<Kind, Use> uses) {
  /** What a thread does. Linux cuts names off after 15 characters. */
  enum Kind {
    CONNECTOR("Tomcat's connector: accepts, reads, serves or relays, answers", "http-nio-"),
    TAKES_REQUESTS(
        "reads what other servers send, and serves what came alone",
        "perennial-link-",
        "perennial-strea"),
    SERVES("serves what other servers have sent", "perennial-reque"),
    ASKS("sends questions for unknown sessions", "perennial-work"),
    COMPILES("the JVM's compilers", "C1 Compiler", "C2 Compiler"),
    OTHER("all others: collector, cluster, judge");

    final String words;
    private final List<String> names;

    Kind(String words, String... names) {
      this.words = words;
      this.names = List.of(names);
    }

    static Kind of(String name) {
      for (Kind kind : values()) {
        if (kind.names.stream().anyMatch(name::startsWith)) {
          return kind;
        }
      }
      return OTHER;
    }
  }

  /**
   * What was used.
   *
   * @param micros of CPU
   * @param waits how often a thread went to sleep, to be woken later
   */
  record Use(double micros, double waits) {
    Use plus(Use other) {
      return new Use(micros + other.micros, waits + other.waits);
    }

    private Use of(double requests, Use before) {
      return new Use((micros - before.micros) / requests, (waits - before.waits) / requests);
    }
  }

  /** Returns what the present threads of some processes have used in their lives. */
  static ThreadTimes of(long... pids) throws IOException {
    Map<Kind, Use> uses = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      uses.put(kind, new Use(0, 0));
    }
    for (long pid : pids) {
      try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
        for (Path task : tasks.toList()) {
          try {
            uses.merge(Kind.of(Files.readString(task.resolve("comm"))), use(task), Use::plus);
          } catch (NoSuchFileException e) {
            // It has just ended.
          }
        }
      }
    }
    return new ThreadTimes(uses);
  }

  private static Use use(Path task) throws IOException {
    String nanos = Files.readString(task.resolve("schedstat")).split(" ")[0];
    String key = "voluntary_ctxt_switches:";
    String waits =
        Files.readAllLines(task.resolve("status")).stream()
            .filter(line -> line.startsWith(key))
            .findFirst()
            .orElseThrow();
    return new Use(
        Long.parseLong(nanos) / 1e3, Long.parseLong(waits.substring(key.length()).strip()));
  }

  /**
   * Returns a table's rows, one of each kind: the medians of some slices, CPU and waits, and beside
   * them those of others.
   */
  static String rows(List<Map<Kind, Use>> slices, List<Map<Kind, Use>> others) {
    StringBuilder rows = new StringBuilder();
    for (Kind kind : Kind.values()) {
      rows.append(
          "| %s | %.1f | %.2f | %.1f | %.2f |%n"
              .formatted(
                  kind.words,
                  median(slices, kind, Use::micros),
                  median(slices, kind, Use::waits),
                  median(others, kind, Use::micros),
                  median(others, kind, Use::waits)));
    }
    return rows.toString();
  }

  private static double median(
      List<Map<Kind, Use>> slices, Kind kind, ToDoubleFunction<Use> value) {
    return Stats.median(
        slices.stream().mapToDouble(slice -> value.applyAsDouble(slice.get(kind))).toArray());
  }

  /** Returns what was used for each of some requests since an earlier look. */
  Map<Kind, Use> since(ThreadTimes before, double requests) {
    Map<Kind, Use> each = new EnumMap<>(Kind.class);
    uses.forEach((kind, use) -> each.put(kind, use.of(requests, before.uses.get(kind))));
    return each;
  }
}
