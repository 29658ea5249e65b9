package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Capture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a look at sessions has shown: sizes, and what would stay behind. Figures of a sample are
 * scaled to the whole. For one thread until it is complete.
 */
final class MoveReport {
  private static final int MOST_NAMED = 20;

  private final long sessions;
  private final Map<String, Sample> byApplication = new TreeMap<>();
  private final Map<String, Integer> failures = new TreeMap<>();
  private long looked;
  private long captured;
  private long bytes;

  /** Of one application's sessions. */
  private static final class Sample {
    long sessions;
    long bytes;
    final Map<Capture.Left, Integer> left = new java.util.LinkedHashMap<>();
  }

  /**
   * @param sessions there are
   */
  MoveReport(long sessions) {
    this.sessions = sessions;
  }

  void captured(Capture capture) {
    looked++;
    captured++;
    bytes += capture.bytes().length;
    capture
        .sizes()
        .forEach(
            (application, size) -> {
              Sample sample = sample(application);
              sample.sessions++;
              sample.bytes += size;
            });
    capture.left().forEach(left -> sample(left.application()).left.merge(left, 1, Integer::sum));
  }

  void failed(String reason) {
    looked++;
    failures.merge(reason, 1, Integer::sum);
  }

  private Sample sample(String application) {
    return byApplication.computeIfAbsent(application, k -> new Sample());
  }

  /** Returns the mean size of a session in bytes, or what is given where none was captured. */
  long meanBytes(long otherwise) {
    return captured == 0 ? otherwise : bytes / captured;
  }

  /** Returns an item for each of the applications, and for each other one that has sessions. */
  List<MoveItem> items(Iterable<String> applications) {
    TreeSet<String> names = new TreeSet<>(byApplication.keySet());
    applications.forEach(names::add);
    List<MoveItem> items = new ArrayList<>();
    for (String name : names) {
      Sample sample = byApplication.getOrDefault(name, new Sample());
      items.add(
          new MoveItem(
              name,
              "sessions",
              sample.left.isEmpty() && failures.isEmpty(),
              scaled(sample.sessions),
              scaled(sample.bytes),
              left(sample)));
    }
    return items;
  }

  private long scaled(long ofSample) {
    return captured == 0 ? 0 : Math.round((double) ofSample * sessions / captured);
  }

  private static String left(Sample sample) {
    String named =
        sample.left.entrySet().stream()
            .limit(MOST_NAMED)
            .map(
                e ->
                    AttributeName.words(e.getKey().attribute())
                        + " ("
                        + e.getKey().type()
                        + ") of "
                        + e.getValue()
                        + " sessions stays behind: "
                        + e.getKey().reason())
            .collect(Collectors.joining("; "));
    int more = sample.left.size() - MOST_NAMED;
    return more > 0 ? named + "; and " + more + " more" : named;
  }

  /** Returns lines for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "sessions: "
            + sessions
            + (looked < sessions ? ", of which " + looked + " were looked at" : "")
            + ", about "
            + meanBytes(0) * sessions
            + " bytes");
    for (MoveItem item : items(List.of())) {
      lines.add(
          "application "
              + item.name()
              + ": "
              + item.count()
              + " sessions, "
              + item.bytes()
              + " bytes"
              + (item.detail().isEmpty() ? "; all of it would move" : "; " + item.detail()));
    }
    failures.forEach(
        (reason, count) ->
            lines.add(count + " sessions cannot be captured at the moment: " + reason));
    return lines;
  }
}
