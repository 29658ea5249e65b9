package dev.perennial.agent.evidence;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How many bytes the instances of each class take up, largest first.
 *
 * @param bytes by class name
 */
record ClassHistogram(Map<String, Long> bytes) {
  private static final Pattern LINE =
      Pattern.compile("\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S.*?)(?:\\s+\\(.*\\))?\\s*");

  /** Reads what the JVM prints, and keeps the largest classes. */
  static ClassHistogram parse(String text, int largest) {
    Map<String, Long> bytes = new LinkedHashMap<>();
    text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .limit(largest)
        .forEach(m -> bytes.merge(m.group(2), Long.parseLong(m.group(1)), Long::sum));
    return new ClassHistogram(bytes);
  }

  /** Returns a table of what has grown since, the most grown class first. */
  String growthSince(ClassHistogram young) {
    return bytes.entrySet().stream()
        .map(e -> Map.entry(e.getKey(), e.getValue() - young.bytes.getOrDefault(e.getKey(), 0L)))
        .filter(e -> e.getValue() > 0)
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(
            e ->
                String.format(
                    Locale.ROOT,
                    "%+15d %15d  %s%n",
                    e.getValue(),
                    bytes.get(e.getKey()),
                    e.getKey()))
        .collect(
            Collectors.joining(
                "", String.format(Locale.ROOT, "%15s %15s  class%n", "bytes grown", "now"), ""));
  }
}
