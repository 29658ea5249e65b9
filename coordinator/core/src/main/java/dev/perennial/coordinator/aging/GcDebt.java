package dev.perennial.coordinator.aging;

/**
 * Time in collection set against time running, as a token bucket: a collection adds what it took,
 * running pays back so many times its own duration. A JVM that collects more than weight / (1 +
 * weight) of the time sinks into debt, and the worse the faster. Confined to one thread.
 */
public final class GcDebt {
  private final double weight;
  private final double ceiling;
  private double debt;
  private double lastGcSeconds = Double.NaN;
  private double lastAtSeconds;

  /**
   * @param weight seconds of debt that one second of running pays back
   * @param ceiling seconds of debt beyond which nothing is counted, so that it can be paid back
   */
  public GcDebt(double weight, double ceiling) {
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weight (" + weight + ") must be more than 0");
    }
    if (!(ceiling > 0)) {
      throw new IllegalArgumentException("ceiling (" + ceiling + ") must be more than 0");
    }
    this.weight = weight;
    this.ceiling = ceiling;
  }

  /**
   * Takes in how much time collections have taken, and returns the debt in seconds.
   *
   * @param gcSeconds spent in collections since the start; one that went back begins a new life
   * @param atSeconds any clock that does not go back
   */
  public double advance(double gcSeconds, double atSeconds) {
    boolean known = gcSeconds >= lastGcSeconds && atSeconds >= lastAtSeconds;
    if (!known) {
      debt = 0;
    } else {
      // A collector that runs beside the application can claim more than the time that passed.
      double passed = atSeconds - lastAtSeconds;
      double collecting = Math.min(gcSeconds - lastGcSeconds, passed);
      double next = debt + collecting - (passed - collecting) * weight;
      debt = Math.min(ceiling, Math.max(0, next));
    }
    lastGcSeconds = gcSeconds;
    lastAtSeconds = atSeconds;
    return debt;
  }

  /** Returns the debt in seconds. */
  public double seconds() {
    return debt;
  }
}
