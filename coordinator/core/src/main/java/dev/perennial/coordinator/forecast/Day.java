package dev.perennial.coordinator.forecast;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is usual at each time of day, and how it grows from one day to the next. Known after two
 * days. Confined to one thread.
 */
final class Day {
  private static final int SCALE = Series.scales() - 1;
  private static final int WIDTH = Series.width(SCALE);
  private static final int SLOTS = 86400 / WIDTH;

  /** So many of a hundred pairs of a slot with itself on a later day must have risen. */
  private static final double RISEN = 0.75;

  private final Series floor;
  private final double[] usual = new double[SLOTS];
  private boolean known;
  private long refreshedAt = -1;
  private double slope = Double.NaN;
  private double low;
  private double high;
  private double level;
  private double risen;
  private double span;

  Day(Series floor) {
    this.floor = floor;
  }

  void refresh(double now, double notBefore) {
    Ring ring = floor.ring(SCALE);
    long from = Math.max(ring.first(), (long) Math.ceil(notBefore / WIDTH));
    if (ring.next() == refreshedAt || ring.next() - from < 2L * SLOTS) {
      return;
    }
    refreshedAt = ring.next();
    span = (ring.next() - from) * (double) WIDTH;
    trend(ring, from);
    known = !Double.isNaN(slope) && profile(ring, from, now);
  }

  private void trend(Ring ring, long from) {
    int most = (int) (ring.next() - from);
    double[] slopes = new double[most * (most / SLOTS + 1)];
    int count = 0;
    int rises = 0;
    for (long i = from; i < ring.next(); i++) {
      for (long j = i + SLOTS; j < ring.next(); j += SLOTS) {
        double rise = (ring.at(j) - ring.at(i)) / ((j - i) * (double) WIDTH);
        if (!Double.isNaN(rise)) {
          slopes[count++] = rise;
          rises += rise > 0 ? 1 : 0;
        }
      }
    }
    if (count < SLOTS / 2) {
      slope = Double.NaN;
      return;
    }
    risen = rises / (double) count;
    slope = Order.median(slopes, count);
    low = Order.select(slopes, count, (int) (0.1 * count));
    high = Order.select(slopes, count, (int) (0.9 * count));
  }

  private boolean profile(Ring ring, long from, double now) {
    double[] values = new double[(int) (ring.next() - from) / SLOTS + 1];
    double mean = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      int count = 0;
      for (long i = from + slot; i < ring.next(); i += SLOTS) {
        double value = ring.at(i);
        if (!Double.isNaN(value)) {
          values[count++] = value + slope * (now - (i + 0.5) * WIDTH);
        }
      }
      if (count == 0) {
        return false;
      }
      double median = Order.median(Arrays.copyOf(values, count), count);
      usual[(int) ((from + slot) % SLOTS)] = median;
      mean += median / SLOTS;
    }
    for (int slot = 0; slot < SLOTS; slot++) {
      usual[slot] -= mean;
    }
    level = mean + floor.above(SCALE, slope * WIDTH);
    return true;
  }

  /** Returns over how many days it was seen what is usual. */
  double days() {
    return span / (SLOTS * (double) WIDTH);
  }

  /** Returns what is usual in the buckets of a window, or null if it is not known. */
  double @Nullable [] usual(Window window) {
    if (!known) {
      return null;
    }
    double[] values = new double[window.size()];
    for (int i = 0; i < values.length; i++) {
      double slot = window.x()[i] / WIDTH - 0.5;
      int before = (int) Math.floorMod((long) Math.floor(slot), (long) SLOTS);
      double part = slot - Math.floor(slot);
      values[i] = (1 - part) * usual[before] + part * usual[(before + 1) % SLOTS];
    }
    return values;
  }

  /** Returns the forecast by the growth from day to day. */
  Projection project(double now, double limit) {
    if (!known || risen < RISEN || !(slope > 0)) {
      return Projection.NONE;
    }
    double seconds = until(now, limit, slope);
    double spread = Projection.PACE_SPREAD;
    double slowest = low > 0 ? until(now, limit, Math.max(low, slope / spread)) : seconds * spread;
    double quickest = until(now, limit, Math.min(Math.max(high, slope), slope * spread));
    return new Projection(
        slope,
        seconds,
        Math.min(quickest, seconds / spread),
        Math.max(slowest, seconds * spread),
        span,
        Double.NaN);
  }

  /** The limit is reached at the time of day when it is nearest, on the first day when it is. */
  private double until(double now, double limit, double pace) {
    double peak = Double.NEGATIVE_INFINITY;
    for (double value : usual) {
      peak = Math.max(peak, value);
    }
    double least = Math.max(0, (limit - level - peak) / pace);
    for (int slot = 0; slot < 2 * SLOTS; slot++) {
      double ahead = least + slot * (double) WIDTH;
      int at = (int) Math.floorMod((long) Math.floor((now + ahead) / WIDTH), (long) SLOTS);
      if (level + pace * ahead + usual[at] >= limit) {
        return ahead;
      }
    }
    return least;
  }
}
