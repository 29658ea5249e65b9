package dev.perennial.bench.exam.tuning;

import java.util.Random;

/**
 * What a server does that is no aging; levels are parts of the largest heap, times seconds.
 *
 * @param base live set without load
 * @param perLoad live set that the greatest load needs
 * @param memory of the sessions: how long the live set follows the load
 * @param swing part of the load that comes and goes with the day, 0 to 1
 * @param ramp hours in which the morning's load comes; 12 for a sine
 * @param weekend part of the load that stays away at the weekend
 * @param cache live set that a cache comes to
 * @param cacheSeconds how long it takes, as a time constant
 * @param cacheLinear whether it fills at an even pace and then stops
 * @param noise standard deviation of the live set
 * @param memoryOfNoise correlation of the noise from one collection to the next
 * @param collection seconds from one collection to the next
 * @param stepAt when the load steps up for good, NaN for never
 * @param step how much
 * @param batch live set that a batch job needs
 * @param batchEvery seconds between batch jobs
 * @param batchSeconds how long one takes
 * @param spikeAt when a deployment doubles what is there, NaN for never
 * @param spike its live set
 * @param spikeSeconds how long it takes until the old one is gone
 * @param peakRate requests per second
 * @param phase of the day at which the trace begins, seconds
 */
record Health(
    double base,
    double perLoad,
    double memory,
    double swing,
    double ramp,
    double weekend,
    double cache,
    double cacheSeconds,
    boolean cacheLinear,
    double noise,
    double memoryOfNoise,
    double collection,
    double stepAt,
    double step,
    double batch,
    double batchEvery,
    double batchSeconds,
    double spikeAt,
    double spike,
    double spikeSeconds,
    double peakRate,
    double phase) {
  static final double HOUR = 3600;
  static final double DAY = 86400;

  static Health any(Random r) {
    return new Health(
        between(r, 0.12, 0.4),
        between(r, 0.03, 0.15),
        between(r, 60, 2400),
        between(r, 0, 0.3),
        12,
        0,
        0.05,
        300,
        false,
        between(r, 0.002, 0.012),
        between(r, 0, 0.9),
        between(r, 3, 120),
        Double.NaN,
        0,
        0,
        1e9,
        0,
        Double.NaN,
        0,
        0,
        between(r, 20, 500),
        between(r, 0, DAY));
  }

  Health daily(Random r) {
    boolean sine = r.nextBoolean();
    return with(
        between(r, 0.1, 0.35),
        sine ? 12 : between(r, 1.5, 4),
        between(r, 0.5, 0.95),
        r.nextInt(3) == 0 ? between(r, 0.3, 0.8) : 0);
  }

  private Health with(double perLoad, double ramp, double swing, double weekend) {
    return new Health(
        base,
        perLoad,
        memory,
        swing,
        ramp,
        weekend,
        cache,
        cacheSeconds,
        cacheLinear,
        noise,
        memoryOfNoise,
        collection,
        stepAt,
        step,
        batch,
        batchEvery,
        batchSeconds,
        spikeAt,
        spike,
        spikeSeconds,
        peakRate,
        phase);
  }

  Health filling(Random r) {
    boolean linear = r.nextInt(3) == 0;
    double size = between(r, 0.1, linear ? 0.3 : 0.4);
    return new Health(
        base * 0.8,
        perLoad * 0.7,
        memory,
        swing,
        ramp,
        weekend,
        size,
        Math.exp(between(r, Math.log(300), Math.log(6 * HOUR))),
        linear,
        noise,
        memoryOfNoise,
        collection,
        stepAt,
        step,
        batch,
        batchEvery,
        batchSeconds,
        spikeAt,
        spike,
        spikeSeconds,
        peakRate,
        phase);
  }

  Health stepping(Random r) {
    return new Health(
        base,
        between(r, 0.15, 0.3),
        memory,
        swing,
        ramp,
        weekend,
        cache,
        cacheSeconds,
        cacheLinear,
        noise,
        memoryOfNoise,
        collection,
        between(r, HOUR, 2 * DAY),
        between(r, 0.3, 1),
        batch,
        batchEvery,
        batchSeconds,
        spikeAt,
        spike,
        spikeSeconds,
        peakRate,
        phase);
  }

  Health deploying(Random r) {
    return new Health(
        base,
        perLoad,
        memory,
        swing,
        ramp,
        weekend,
        cache,
        cacheSeconds,
        cacheLinear,
        noise,
        memoryOfNoise,
        collection,
        stepAt,
        step,
        batch,
        batchEvery,
        batchSeconds,
        between(r, HOUR, 2 * DAY),
        between(r, 0.1, 0.35),
        between(r, 60, HOUR),
        peakRate,
        phase);
  }

  Health batching(Random r) {
    double every = between(r, HOUR, DAY);
    return new Health(
        base,
        perLoad,
        memory,
        swing,
        ramp,
        weekend,
        cache,
        cacheSeconds,
        cacheLinear,
        noise,
        memoryOfNoise,
        collection,
        stepAt,
        step,
        between(r, 0.1, 0.35),
        every,
        every * between(r, 0.05, 0.4),
        spikeAt,
        spike,
        spikeSeconds,
        peakRate,
        phase);
  }

  Health rarelyCollecting(Random r) {
    return new Health(
        base,
        perLoad,
        memory,
        swing,
        ramp,
        weekend,
        cache,
        cacheSeconds,
        cacheLinear,
        between(r, 0.005, 0.03),
        0,
        between(r, 600, 3 * HOUR),
        stepAt,
        step,
        batch,
        batchEvery,
        batchSeconds,
        spikeAt,
        spike,
        spikeSeconds,
        peakRate,
        phase);
  }

  Health noisy(Random r) {
    return new Health(
        base,
        perLoad,
        memory,
        swing,
        ramp,
        weekend,
        cache,
        cacheSeconds,
        cacheLinear,
        between(r, 0.02, 0.05),
        between(r, 0.8, 0.995),
        collection,
        stepAt,
        step,
        batch,
        batchEvery,
        batchSeconds,
        spikeAt,
        spike,
        spikeSeconds,
        peakRate,
        phase);
  }

  Health collecting(double seconds) {
    return new Health(
        base,
        perLoad,
        memory,
        swing,
        ramp,
        weekend,
        cache,
        cacheSeconds,
        cacheLinear,
        noise,
        memoryOfNoise,
        seconds,
        stepAt,
        step,
        batch,
        batchEvery,
        batchSeconds,
        spikeAt,
        spike,
        spikeSeconds,
        peakRate,
        phase);
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
    return (1 - swing + swing * day) * weekly * stepped;
  }
}
