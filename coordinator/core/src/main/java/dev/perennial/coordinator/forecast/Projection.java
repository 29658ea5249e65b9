package dev.perennial.coordinator.forecast;

/**
 * A forecast made at a moment.
 *
 * @param slope per second
 * @param seconds to the exhaustion, from that moment; infinite if none is in sight
 * @param low end of its 90 % interval
 * @param high end of it
 * @param span over which the growth was seen, seconds
 * @param perRequest growth for each request; NaN if not known or not the requests that it follows
 */
record Projection(
    double slope, double seconds, double low, double high, double span, double perRequest) {
  /**
   * Standard deviation of the logarithm of the pace to come against the pace so far. It gives the
   * intervals their width: found on made-up servers whose paces differ up to tenfold.
   */
  static final double PACE_CHANGES = 0.7;

  /** Factor by which a time by an even pace may be off, to each side, at 90 %. */
  static final double PACE_SPREAD = Math.exp(Line.Z90 * PACE_CHANGES);

  /** So many times as long as it was seen, growth may be foreseen. */
  private static final double FARTHEST = 10;

  static final Projection NONE =
      new Projection(
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          0,
          Double.NaN);

  /** Returns it without the time to the exhaustion, where that is too far ahead to be told. */
  Projection credible() {
    double unknown = Double.POSITIVE_INFINITY;
    return seconds > FARTHEST * span
        ? new Projection(slope, unknown, unknown, unknown, span, perRequest)
        : this;
  }

  boolean isKnown() {
    return !Double.isNaN(slope);
  }

  /** Returns it as of a growth that was seen for so many seconds, if that is longer. */
  Projection seenFor(double seconds) {
    return new Projection(slope, this.seconds, low, high, Math.max(span, seconds), perRequest);
  }
}
