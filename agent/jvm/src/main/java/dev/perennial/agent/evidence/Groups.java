package dev.perennial.agent.evidence;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How many there are of each kind, where names of one kind differ in their numbers only. Pure.
 *
 * @param counts by the kind's name
 */
record Groups(Map<String, Long> counts) {
  private static final Pattern NUMBERS = Pattern.compile("0x[0-9a-fA-F]+|[0-9]+|@[0-9a-f]{4,}");

  /**
   * A kind and how it has grown.
   *
   * @param grown since the server was young; the same as now if that is not known
   */
  record Row(String kind, long now, long grown) {}

  /** Counts names, such as "http-nio-8080-exec-7" as "http-nio-#-exec-#". */
  static Groups ofNames(Collection<String> names) {
    return of(names.stream().map(Groups::kind).toList());
  }

  /** Returns what names that differ in their numbers only have in common. */
  static String kind(String name) {
    return NUMBERS.matcher(name).replaceAll("#");
  }

  /** Counts kinds as they are. */
  static Groups of(Collection<String> kinds) {
    Map<String, Long> counts = new TreeMap<>();
    kinds.forEach(kind -> counts.merge(kind, 1L, Long::sum));
    return new Groups(counts);
  }

  /** Returns the kinds that have grown most since, so many at most, then the largest. */
  List<Row> since(Groups young, int most) {
    return counts.entrySet().stream()
        .map(
            e ->
                new Row(
                    e.getKey(),
                    e.getValue(),
                    e.getValue() - young.counts.getOrDefault(e.getKey(), 0L)))
        .sorted(
            Comparator.comparingLong(Row::grown)
                .reversed()
                .thenComparing(Comparator.comparingLong(Row::now).reversed())
                .thenComparing(Row::kind))
        .limit(most)
        .toList();
  }
}
