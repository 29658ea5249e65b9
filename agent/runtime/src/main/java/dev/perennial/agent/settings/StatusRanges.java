package dev.perennial.agent.settings;

import java.util.List;

/**
 * Statuses of HTTP answers.
 *
 * @param ranges of which one has to hold it
 */
public record StatusRanges(List<Range> ranges) {
  public StatusRanges {
    ranges = List.copyOf(ranges);
  }

  /** From the first to the last, both included. */
  public record Range(int from, int to) {}

  /** Returns whether it is one of them. */
  public boolean contains(int status) {
    return ranges.stream().anyMatch(range -> range.from() <= status && status <= range.to());
  }
}
