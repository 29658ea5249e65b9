package dev.perennial.agent.history;

import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Judgement.Finding;
import dev.perennial.coordinator.aging.Reading;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The indicators over this life, for the evidence: one moment a second at first, and whenever there
 * is no more room, every second one goes and the next come half as often. So a life of any length
 * takes the same room, some 8 KiB an indicator. Thread-safe.
 */
public final class IndicatorHistory {
  private static final int MOST = 1_024;

  /** The turns of a second are not exact. */
  private static final long EARLY_MILLIS = 500;

  private final InstantSource clock;
  private final long[] atMillis = new long[MOST];
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private int size;
  private long everyMillis = 1_000;

  /** One indicator; NaN where it was not read, or nothing was forecast. */
  private static final class Column {
    final float[] values = new float[MOST];
    final float[] hoursLeft = new float[MOST];
    double limit;
    String unit = "";

    Column() {
      Arrays.fill(values, Float.NaN);
      Arrays.fill(hoursLeft, Float.NaN);
    }
  }

  /**
   * One indicator at a moment.
   *
   * @param hoursLeft until it is exhausted, as forecast then; NaN if nothing was
   */
  public record Point(Instant at, double value, double hoursLeft) {}

  public IndicatorHistory(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Takes a judgement, unless the last one has only just been taken.
   *
   * @param readings that were judged: what a finding is derived from, as the time of collections is
   *     behind the debt of them, is worth keeping, too
   */
  public synchronized void add(Judgement judgement, List<Reading> readings) {
    long now = clock.millis();
    if (size > 0 && now - atMillis[size - 1] < everyMillis - EARLY_MILLIS) {
      return;
    }
    if (size == MOST) {
      thin();
    }
    atMillis[size] = now;
    readings.forEach(this::put);
    for (Finding finding : judgement.findings()) {
      Double left = finding.secondsToExhaustion();
      put(finding.reading()).hoursLeft[size] = left == null ? Float.NaN : (float) (left / 3600);
    }
    size++;
  }

  private Column put(Reading reading) {
    Column column = columns.computeIfAbsent(reading.indicator(), n -> new Column());
    column.values[size] = (float) reading.value();
    column.limit = reading.limit();
    column.unit = reading.unit();
    return column;
  }

  private void thin() {
    int kept = MOST / 2;
    for (int i = 0; i < kept; i++) {
      atMillis[i] = atMillis[2 * i];
    }
    for (Column column : columns.values()) {
      thin(column.values);
      thin(column.hoursLeft);
    }
    size = kept;
    everyMillis *= 2;
  }

  private static void thin(float[] values) {
    for (int i = 0; i < MOST; i++) {
      values[i] = i < MOST / 2 ? values[2 * i] : Float.NaN;
    }
  }

  /** Returns one indicator over time, the oldest point first; moments without it are left out. */
  public synchronized List<Point> curve(String indicator) {
    Column column = columns.get(indicator);
    List<Point> points = new ArrayList<>();
    for (int i = 0; column != null && i < size; i++) {
      if (!Float.isNaN(column.values[i])) {
        points.add(
            new Point(Instant.ofEpochMilli(atMillis[i]), column.values[i], column.hoursLeft[i]));
      }
    }
    return points;
  }

  /** Returns all as comma-separated values with a line of titles, the oldest first. */
  public synchronized String csv() {
    StringBuilder text = new StringBuilder("time,indicator,value,limit,unit,hours left\n");
    for (int i = 0; i < size; i++) {
      Instant at = Instant.ofEpochMilli(atMillis[i]);
      for (Map.Entry<String, Column> each : columns.entrySet()) {
        Column column = each.getValue();
        if (!Float.isNaN(column.values[i])) {
          String left = Float.isNaN(column.hoursLeft[i]) ? "" : format("%.4g", column.hoursLeft[i]);
          text.append(
              String.join(
                  ",",
                  at.toString(),
                  each.getKey(),
                  format("%.7g", column.values[i]),
                  format("%.7g", column.limit),
                  column.unit,
                  left));
          text.append('\n');
        }
      }
    }
    return text.toString();
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
