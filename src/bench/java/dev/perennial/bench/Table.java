package dev.perennial.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects figures in pairs, and prints their medians. */
final class Table {
  private final Map<Row, List<Double>> with = new EnumMap<>(Row.class);
  private final Map<Row, List<Double>> without = new EnumMap<>(Row.class);

  void add(Row row, boolean withAgent, double value) {
    (withAgent ? with : without).computeIfAbsent(row, r -> new ArrayList<>()).add(value);
  }

  /** Returns the newest pair, for people who wait. */
  String last(Row row) {
    List<Double> bare = without.getOrDefault(row, List.of());
    List<Double> agent = with.getOrDefault(row, List.of());
    return String.format(
        "%.0f %s without, %.0f with",
        bare.get(bare.size() - 1), row.unit, agent.get(agent.size() - 1));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "| %-33s | %-4s | %3s | %9s | %9s | %9s | %-22s |%n",
            "median of", "unit", "n", "without", "with", "added", "with/without [95 %]"));
    text.append("| --- | --- | ---: | ---: | ---: | ---: | --- |\n");
    for (Row row : Row.values()) {
      if (with.containsKey(row) && without.containsKey(row)) {
        text.append(line(row));
      }
    }
    return text.toString();
  }

  private String line(Row row) {
    double[] agent = values(with, row);
    double[] bare = values(without, row);
    double withMedian = Stats.median(agent);
    double bareMedian = Stats.median(bare);
    return String.format(
        "| %-33s | %-4s | %3d | %9.1f | %9.1f | %9.1f | %-22s |%n",
        row.title,
        row.unit,
        agent.length,
        bareMedian,
        withMedian,
        withMedian - bareMedian,
        bareMedian == 0 ? "" : Stats.ratio(agent, bare));
  }

  private static double[] values(Map<Row, List<Double>> all, Row row) {
    return all.getOrDefault(row, List.of()).stream().mapToDouble(d -> d).toArray();
  }
}
