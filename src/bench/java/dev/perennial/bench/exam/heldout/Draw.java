package dev.perennial.bench.exam.heldout;

import java.util.SplittableRandom;

/** Draws parameters; the same seed draws the same. Confined to one thread. */
final class Draw {
  private final SplittableRandom random;

  Draw(long seed) {
    this.random = new SplittableRandom(mixed(seed));
  }

  /**
   * Neighbouring seeds must not make neighbouring servers, and seeds a multiple of
   * SplittableRandom's own step apart would draw the same, only shifted.
   */
  private static long mixed(long seed) {
    long z = (seed ^ (seed >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** Draws evenly by order of magnitude. */
  double about(double low, double high) {
    return low * Math.pow(high / low, random.nextDouble());
  }

  int count(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  boolean chance(double part) {
    return random.nextDouble() < part;
  }

  <T> T oneOf(T[] values) {
    return values[random.nextInt(values.length)];
  }

  double gauss() {
    return random.nextGaussian();
  }

  long seed() {
    return random.nextLong();
  }
}
