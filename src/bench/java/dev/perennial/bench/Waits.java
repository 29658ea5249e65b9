package dev.perennial.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the clients of one route waited, round by round. Thread-safe. */
final class Waits {
  private static final long SECOND_NANOS = 1_000_000_000;

  private long requests;
  private long failed;
  private long overASecond;
  private long longestNanos;
  private final List<Double> longestMillis = new ArrayList<>();
  private final Map<String, Integer> failures = new TreeMap<>();

  /**
   * @param failure null if there was none
   */
  synchronized void add(long nanos, String failure) {
    requests++;
    longestNanos = Math.max(longestNanos, nanos);
    if (nanos > SECOND_NANOS) {
      overASecond++;
    }
    if (failure != null) {
      failed++;
      failures.merge(failure, 1, Integer::sum);
    }
  }

  synchronized void forget() {
    requests = 0;
    failed = 0;
    overASecond = 0;
    longestNanos = 0;
    longestMillis.clear();
    failures.clear();
  }

  synchronized void endRound() {
    longestMillis.add(longestNanos / 1e6);
    longestNanos = 0;
  }

  synchronized String line(String title, String sockets, long retries) {
    double[] longest = longestMillis.stream().mapToDouble(d -> d).toArray();
    return String.format(
        "| %-34s | %-5s | %8d | %6d | %7s | %7.0f | %7.0f | %6d | %s",
        title,
        sockets,
        requests,
        failed,
        retries < 0 ? "" : retries,
        Stats.median(longest),
        longestMillis.stream().mapToDouble(d -> d).max().orElse(0),
        overASecond,
        failures.isEmpty() ? "|" : "| " + failures);
  }
}
