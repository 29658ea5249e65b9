package dev.perennial.agent.history;

import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Judgement.Finding;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * The indicators of the last hours, for the evidence: one judgement every half minute, so many at
 * most. Thread-safe.
 */
public final class IndicatorHistory {
  private static final long EVERY_MILLIS = 30_000;

  /** A day of them. */
  private static final int MOST = 2_880;

  private final InstantSource clock;
  private final Deque<Moment> moments = new ArrayDeque<>();

  private record Moment(Instant at, Judgement judgement) {}

  public IndicatorHistory(InstantSource clock) {
    this.clock = clock;
  }

  /** Takes a judgement, unless the last one has only just been taken. */
  public synchronized void add(Judgement judgement) {
    Instant now = clock.instant();
    Moment last = moments.peekLast();
    if (last != null && now.toEpochMilli() - last.at.toEpochMilli() < EVERY_MILLIS) {
      return;
    }
    moments.addLast(new Moment(now, judgement));
    if (moments.size() > MOST) {
      moments.removeFirst();
    }
  }

  /** Returns them as comma-separated values with a line of titles, the oldest first. */
  public synchronized String csv() {
    StringBuilder text = new StringBuilder("time,indicator,value,limit,unit,verdict\n");
    for (Moment moment : moments) {
      for (Finding finding : moment.judgement.findings()) {
        text.append(
            String.format(
                Locale.ROOT,
                "%s,%s,%.6g,%.6g,%s,%s%n",
                moment.at,
                finding.reading().indicator(),
                finding.reading().value(),
                finding.reading().limit(),
                finding.reading().unit(),
                finding.verdict()));
      }
    }
    return text.toString();
  }
}
