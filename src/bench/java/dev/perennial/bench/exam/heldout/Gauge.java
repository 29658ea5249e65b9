package dev.perennial.bench.exam.heldout;

/** An indicator that just goes with warm-up, load and noise. */
final class Gauge {
  private final double base;
  private final double warm;
  private final double warmSeconds;
  private final double load;
  private final double deviation;
  private final Noise noise;

  /**
   * @param warm what comes on top of the base while it warms up
   * @param load what a load of 1 adds
   * @param deviation of the noise
   */
  Gauge(double base, double warm, double warmSeconds, double load, double deviation, Noise noise) {
    this.base = base;
    this.warm = warm;
    this.warmSeconds = warmSeconds;
    this.load = load;
    this.deviation = deviation;
    this.noise = noise;
  }

  double next(double age, double loadNow) {
    double warmed = warm * -Math.expm1(-age / warmSeconds);
    return Math.max(0, base + warmed + load * loadNow + deviation * noise.next());
  }
}
