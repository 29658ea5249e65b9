package dev.perennial.agent.status;

import java.util.List;

/**
 * How long requests waited at the gate in switch-overs, as a histogram.
 *
 * @param boundsMillis upper bounds of the buckets but the last, ascending
 * @param counts requests in each bucket; one more than bounds
 * @param sumSeconds that all of them waited together
 * @param summary of them
 */
public record HeldRequests(
    List<Long> boundsMillis, List<Long> counts, double sumSeconds, Summary summary) {
  /** No request has waited. */
  public static final HeldRequests NONE = new HeldRequests(List.of(), List.of(0L), 0, Summary.NONE);

  public HeldRequests {
    boundsMillis = List.copyOf(boundsMillis);
    counts = List.copyOf(counts);
    if (counts.size() != boundsMillis.size() + 1) {
      throw new IllegalArgumentException(
          "counts ("
              + counts.size()
              + ") must be one more than bounds ("
              + boundsMillis.size()
              + ")");
    }
  }

  /**
   * Figures for people.
   *
   * @param count requests that waited
   * @param medianMillis within which half of them went on, at most
   * @param p99Millis within which 99 % of them went on, at most
   * @param longestMillis the longest wait
   */
  public record Summary(long count, long medianMillis, long p99Millis, long longestMillis) {
    /** No request has waited. */
    public static final Summary NONE = new Summary(0, 0, 0, 0);
  }
}
