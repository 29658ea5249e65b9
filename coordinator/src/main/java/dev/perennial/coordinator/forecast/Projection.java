package dev.perennial.coordinator.forecast;

/**
 * A forecast made at a moment.
 *
 * @param slope per second
 * @param seconds to the exhaustion, from that moment; infinite if none is in sight
 * @param low end of its 90 % interval
 * @param high end of it
 * @param perRequest growth for each request; NaN if not known or not the requests that it follows
 */
record Projection(double slope, double seconds, double low, double high, double perRequest) {
  static final Projection NONE =
      new Projection(
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.NaN);
}
