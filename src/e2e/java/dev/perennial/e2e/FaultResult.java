package dev.perennial.e2e;

import dev.perennial.testing.consistency.Anomaly;
import dev.perennial.testing.consistency.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a hand-over in which a fault was injected. Pure.
 *
 * @param found by the consistency checker, how often each
 * @param requests that clients sent
 * @param failed of these
 * @param end of the run, in words; empty if it did not end in time
 * @param switching from SWITCHING to whatever stage followed; null if it was never reached
 * @param wrong what must not be whatever is lost, one each
 */
record FaultResult(
    Map<Anomaly, Integer> found,
    int requests,
    int failed,
    String end,
    @Nullable Duration switching,
    List<String> wrong) {

  /** A run is over so long after the limit for requests in flight. */
  private static final Duration AFTER_DRAIN_LIMIT = Duration.ofSeconds(10);

  static FaultResult of(
      List<Verdict> verdicts, String end, @Nullable Duration switching, List<String> wrong) {
    Map<Anomaly, Integer> found = new EnumMap<>(Anomaly.class);
    for (Anomaly anomaly : Anomaly.values()) {
      found.put(anomaly, verdicts.stream().mapToInt(v -> v.count(anomaly)).sum());
    }
    return new FaultResult(
        found,
        verdicts.stream().mapToInt(Verdict::operations).sum(),
        verdicts.stream().mapToInt(Verdict::failed).sum(),
        end,
        switching,
        List.copyOf(wrong));
  }

  /** Returns this one with more to be said of the end. */
  FaultResult and(String more) {
    String said = end.isEmpty() ? "" : end + "; " + more;
    return new FaultResult(found, requests, failed, said, switching, wrong);
  }

  /** Returns this one with one more thing that is wrong. */
  FaultResult andWrong(String more) {
    List<String> all = new ArrayList<>(wrong);
    all.add(more);
    return new FaultResult(found, requests, failed, end, switching, List.copyOf(all));
  }

  /**
   * Returns what is more than expected, in words; nothing if all is as it should be.
   *
   * @param mayFail whether requests may have failed
   * @param drainLimit of the old server
   */
  List<String> tooMuch(Loss expected, boolean mayFail, Duration drainLimit) {
    List<String> all = new ArrayList<>();
    found.forEach(
        (anomaly, count) -> {
          if (count > 0 && !expected.allows(anomaly)) {
            all.add(count + " " + anomaly.text());
          }
        });
    if (failed > 0 && !mayFail) {
      all.add(failed + " requests failed");
    }
    if (end.isEmpty()) {
      all.add("did not end in time");
    }
    Duration limit = drainLimit.plus(AFTER_DRAIN_LIMIT);
    if (switching != null && switching.compareTo(limit) > 0) {
      all.add("%s in SWITCHING, of at most %d s".formatted(seconds(switching), limit.toSeconds()));
    }
    all.addAll(wrong);
    return all;
  }

  /** Returns all of it in one line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Anomaly anomaly : List.of(Anomaly.LOST, Anomaly.STALE, Anomaly.SPLIT)) {
      text.append(count(anomaly)).append(' ').append(anomaly.text()).append(", ");
    }
    for (Anomaly anomaly : List.of(Anomaly.DOUBLED, Anomaly.INVENTED)) {
      if (count(anomaly) > 0) {
        text.append(count(anomaly)).append(' ').append(anomaly.text()).append(", ");
      }
    }
    text.append(failed).append(" of ").append(requests).append(" requests failed; ");
    text.append(end.isEmpty() ? "did not end in time" : end);
    if (switching != null) {
      text.append("; ").append(seconds(switching)).append(" in SWITCHING");
    }
    wrong.forEach(w -> text.append("; ").append(w));
    return text.toString();
  }

  private int count(Anomaly anomaly) {
    return found.getOrDefault(anomaly, 0);
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
