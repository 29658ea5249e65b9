package dev.perennial.bench.exam.tuning;

import java.util.Random;

/**
 * What a server does that is no aging. Levels are parts of the resource, times are seconds. Made by
 * {@link #any} and then changed to the kind wanted; not changed any more once a trace is made of
 * it.
 */
final class Health {
  static final double HOUR = 3600;
  static final double DAY = 86400;

  /** What is in use without load. */
  double base;

  /** What the greatest load needs. */
  double perLoad;

  /** How long the level follows the load, as sessions do. */
  double memory;

  /** Part of the load that comes and goes with the day, 0 to 1. */
  double swing;

  /** Hours in which the morning's load comes; 12 for a sine. */
  double ramp = 12;

  /** Part of the load that stays away at the weekend. */
  double weekend;

  /** What a cache comes to. */
  double cache = 0.05;

  /** How long that takes, as a time constant. */
  double cacheSeconds = 300;

  /** Whether it fills at an even pace and then stops. */
  boolean cacheLinear;

  /** Standard deviation of the level. */
  double noise;

  /** Correlation of the noise from one collection to the next. */
  double memoryOfNoise;

  /** Time from one collection to the next. */
  double collection;

  /** Whether that shrinks with what is free. */
  boolean fasterWhenFull;

  /** When the load steps up for good, NaN for never. */
  double stepAt = Double.NaN;

  /** By how much. */
  double step;

  /** What a batch job needs. */
  double batch;

  /** Time between two batch jobs. */
  double batchEvery = 1e9;

  /** How long one takes. */
  double batchSeconds;

  /** How long it takes to come to its level. */
  double batchRamp = 1;

  /** When a deployment doubles what is there, NaN for never. */
  double spikeAt = Double.NaN;

  /** What it needs. */
  double spike;

  /** How long until the old one is gone. */
  double spikeSeconds;

  /** How long clients take to find it, at an even pace. */
  double loadComes;

  /** Greatest load, requests per second. */
  double peakRate;

  /** Time of day at which the trace begins. */
  double phase;

  private Health() {}

  static Health any(Random r) {
    Health h = new Health();
    h.base = between(r, 0.12, 0.4);
    h.perLoad = between(r, 0.03, 0.15);
    h.memory = between(r, 60, 2400);
    h.swing = between(r, 0, 0.3);
    h.noise = between(r, 0.002, 0.012);
    h.memoryOfNoise = between(r, 0, 0.9);
    h.collection = between(r, 3, 120);
    h.peakRate = between(r, 20, 500);
    h.phase = between(r, 0, DAY);
    return h;
  }

  Health daily(Random r) {
    boolean sine = r.nextBoolean();
    perLoad = between(r, 0.1, 0.35);
    ramp = sine ? 12 : between(r, 1.5, 4);
    swing = between(r, 0.5, 0.95);
    weekend = r.nextInt(3) == 0 ? between(r, 0.3, 0.8) : 0;
    return this;
  }

  Health filling(Random r) {
    cacheLinear = r.nextInt(3) == 0;
    base *= 0.8;
    perLoad *= 0.7;
    cache = between(r, 0.1, cacheLinear ? 0.3 : 0.4);
    cacheSeconds = Math.exp(between(r, Math.log(300), Math.log(6 * HOUR)));
    return this;
  }

  Health stepping(Random r) {
    perLoad = between(r, 0.15, 0.3);
    stepAt = between(r, HOUR, 2 * DAY);
    step = between(r, 0.3, 1);
    return this;
  }

  Health deploying(Random r) {
    spikeAt = between(r, HOUR, 2 * DAY);
    spike = between(r, 0.1, 0.35);
    spikeSeconds = between(r, 60, HOUR);
    return this;
  }

  Health batching(Random r) {
    batch = between(r, 0.1, 0.35);
    batchEvery = between(r, HOUR, DAY);
    batchSeconds = batchEvery * between(r, 0.05, 0.4);
    return this;
  }

  /** A batch job every night that takes the heap up to where people begin to worry. */
  Health nightly(Random r) {
    batchEvery = DAY;
    batchSeconds = between(r, 0.5 * HOUR, 4 * HOUR);
    batchRamp = between(r, 60, 0.8 * batchSeconds);
    batch = between(r, 0.72, 0.88) - base - perLoad - cache;
    return this;
  }

  /** One that needs nearly all that it has, and no more. */
  Health tight(Random r) {
    double top = between(r, 0.78, 0.91);
    cacheSeconds = Math.exp(between(r, Math.log(120), Math.log(4 * HOUR)));
    cacheLinear = r.nextInt(4) == 0;
    cache = between(r, 0.05, 0.4);
    perLoad = between(r, 0.02, 0.15);
    base = top - cache - perLoad;
    return this;
  }

  Health rarelyCollecting(Random r) {
    noise = between(r, 0.005, 0.03);
    memoryOfNoise = 0;
    collection = between(r, 600, 3 * HOUR);
    return this;
  }

  Health noisy(Random r) {
    noise = between(r, 0.015, 0.035);
    memoryOfNoise = between(r, 0.8, 0.995);
    // One that comes to the limit now and then is not healthy.
    base = Math.min(base, 0.95 - 2.5 * noise - cache - perLoad);
    return this;
  }

  /** What is counted and not collected: threads, files, buffers. */
  Health counted(Random r) {
    base = between(r, 0.02, 0.3);
    cache = between(r, 0, 0.1);
    memory = between(r, 5, 120);
    noise = between(r, 0.0005, 0.006);
    memoryOfNoise = between(r, 0, 0.5);
    collection = 1;
    return this;
  }

  /**
   * One that has come to what it needs, 60 to 80 %, one to ten minutes after its start: by filling
   * a cache, evenly or ever more slowly, or as the load comes.
   */
  Health starting(Random r) {
    collection = Math.exp(between(r, 0, Math.log(40)));
    noise = between(r, 0.002, 0.02);
    memory = between(r, 5, 60);
    comeTo(between(r, 0.6, 0.8), r);
    return this;
  }

  /** The same of threads, files or buffers, which no cache fills: 30 to 60 %, or 80 % with load. */
  Health startingCounted(Random r) {
    counted(r);
    comeTo(between(r, 0.3, 0.6), r);
    if (loadComes > 0) {
      perLoad += between(r, 0, 0.2);
    }
    return this;
  }

  private void comeTo(double top, Random r) {
    double seconds = Math.exp(between(r, Math.log(60), Math.log(600)));
    base = between(r, 0.02, 0.3);
    double rest = top - base;
    boolean byLoad = r.nextInt(3) == 0;
    loadComes = byLoad ? seconds : 0;
    perLoad = rest * (byLoad ? 0.9 : 0.1);
    cache = rest - perLoad;
    cacheLinear = r.nextBoolean();
    // What fills ever more slowly is nearly full after three time constants.
    cacheSeconds = cacheLinear ? seconds : seconds / 3;
  }

  static double between(Random r, double low, double high) {
    return low + (high - low) * r.nextDouble();
  }

  /** Returns the load at a moment, 0 to about 1 and more after a step. */
  double load(double at) {
    double hour = ((at + phase) % DAY) / HOUR;
    double day;
    if (ramp >= 12) {
      day = 0.5 - 0.5 * Math.cos(2 * Math.PI * hour / 24);
    } else {
      day = Math.max(0, Math.min(1, Math.min(hour - 7, 20 - hour) / ramp));
    }
    long number = (long) ((at + phase) / DAY) % 7;
    double weekly = number >= 5 ? 1 - weekend : 1;
    double stepped = !Double.isNaN(stepAt) && at >= stepAt ? 1 + step : 1;
    double come = at < loadComes ? at / loadComes : 1;
    return (1 - swing + swing * day) * weekly * stepped * come;
  }

  /** Returns what a batch job needs at a moment. */
  double batch(double at) {
    double in = at % batchEvery;
    if (at < batchEvery || in >= batchSeconds) {
      return 0;
    }
    return batch * Math.min(1, in / batchRamp);
  }

  /** Returns what a deployment needs at a moment. */
  double spike(double at) {
    return at >= spikeAt && at < spikeAt + spikeSeconds ? spike : 0;
  }

  /** Returns what a cache holds, an age after the start. */
  double cached(double age) {
    double part = cacheLinear ? Math.min(1, age / cacheSeconds) : 1 - Math.exp(-age / cacheSeconds);
    return cache * part;
  }
}
