package dev.perennial.coordinator.policy;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What load each hour of the week brings, learned by watching. An hour that has not been seen yet
 * is taken to be like the same hour of the other days. Confined to one thread.
 */
public final class LoadPattern {
  private static final int HOURS = 7 * 24;

  /** Of an hour just seen, in what is known of it: four weeks back hardly count. */
  private static final double NEWEST = 0.4;

  /** Less of an hour than this says nothing of it. */
  private static final int LEAST_SAMPLES = 30;

  private final double[] known = new double[HOURS];
  private int hour = -1;
  private double sum;
  private int samples;

  /** Makes one that knows nothing. */
  public LoadPattern() {
    Arrays.fill(known, Double.NaN);
  }

  /**
   * A later hour with less to do.
   *
   * @param in how long until it begins
   * @param load what it brings
   */
  public record Quieter(Duration in, double load) {}

  /**
   * Takes in the load at a moment; best about as often all the time.
   *
   * @param load part of the capacity in use
   */
  public void add(LocalDateTime at, double load) {
    int now = hourOfWeek(at);
    if (now != hour) {
      close();
      hour = now;
    }
    if (Double.isFinite(load)) {
      sum += load;
      samples++;
    }
  }

  private void close() {
    if (hour >= 0 && samples >= LEAST_SAMPLES) {
      double mean = sum / samples;
      known[hour] = Double.isNaN(known[hour]) ? mean : known[hour] * (1 - NEWEST) + mean * NEWEST;
    }
    sum = 0;
    samples = 0;
  }

  /**
   * Returns the hour that brings least of those that begin within a time.
   *
   * @param within how far to look; no more than a day is
   * @param below the load that it must stay below to count
   */
  public Optional<Quieter> quieter(LocalDateTime now, Duration within, double below) {
    int present = hourOfWeek(now);
    LocalDateTime hourBegan = now.withMinute(0).withSecond(0).withNano(0);
    Optional<Quieter> best = Optional.empty();
    for (int ahead = 1; ahead < 24; ahead++) {
      Duration in = Duration.between(now, hourBegan.plusHours(ahead));
      double load = expected((present + ahead) % HOURS);
      double limit = best.map(Quieter::load).orElse(below);
      if (in.compareTo(within) <= 0 && load < limit) {
        best = Optional.of(new Quieter(in, load));
      }
    }
    return best;
  }

  /** Returns what load an hour of the week brings, NaN if nothing is known. */
  private double expected(int hourOfWeek) {
    if (!Double.isNaN(known[hourOfWeek])) {
      return known[hourOfWeek];
    }
    double total = 0;
    int count = 0;
    for (int same = hourOfWeek % 24; same < HOURS; same += 24) {
      if (!Double.isNaN(known[same])) {
        total += known[same];
        count++;
      }
    }
    return count == 0 ? Double.NaN : total / count;
  }

  /** Returns what is known as one line, to be kept over a restart. */
  public String export() {
    StringBuilder line = new StringBuilder();
    for (double load : known) {
      line.append(line.isEmpty() ? "" : " ")
          .append(Double.isNaN(load) ? "-" : String.format(Locale.ROOT, "%.4f", load));
    }
    return line.toString();
  }

  /** Takes what an earlier life knew; anything that is no such line is passed over. */
  public void restore(String line) {
    String[] words = line.strip().split(" ", -1);
    if (words.length != HOURS) {
      return;
    }
    double[] read = new double[HOURS];
    try {
      for (int i = 0; i < HOURS; i++) {
        read[i] = words[i].equals("-") ? Double.NaN : Double.parseDouble(words[i]);
      }
    } catch (NumberFormatException e) {
      return;
    }
    System.arraycopy(read, 0, known, 0, HOURS);
  }

  private static int hourOfWeek(LocalDateTime at) {
    return MaintenanceWindows.minuteOfWeek(at) / 60;
  }
}
