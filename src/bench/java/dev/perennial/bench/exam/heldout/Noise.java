package dev.perennial.bench.exam.heldout;

/** Noise that remembers: an AR(1) process with deviation 1. Confined to one thread. */
final class Noise {
  private final double memory;
  private final double fresh;
  private final Draw draw;
  private double value;

  /**
   * @param tauSeconds after which it has forgotten two thirds
   */
  Noise(double tauSeconds, double stepSeconds, Draw draw) {
    this.memory = Math.exp(-stepSeconds / tauSeconds);
    this.fresh = Math.sqrt(1 - memory * memory);
    this.draw = draw;
    this.value = draw.gauss();
  }

  double next() {
    value = memory * value + fresh * draw.gauss();
    return value;
  }
}
