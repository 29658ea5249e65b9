package dev.perennial.coordinator.forecast;

import java.util.List;

/**
 * The load over time, as it is and as a server remembers it: sessions and caches follow the
 * requests with a delay. Confined to one thread.
 */
final class Load {
  private static final double[] MEMORY_SECONDS = {0, 600, 1800, 7200};

  /** So many times the load of the last ten minutes: it only comes now. */
  private static final double COMES = 10;

  private final Series[] rates = new Series[MEMORY_SECONDS.length];
  private final double[] smooth = new double[MEMORY_SECONDS.length];
  private final Series inFlight = new Series(false);
  private final List<Series> drivers;
  private final double youngSeconds;
  private double youngUntil;
  private double lastSeconds = Double.NaN;
  private double worksSince;

  /**
   * @param youngSeconds for how long, after the first load and after a spare has become a primary,
   *     it is taken to have been the same before: that there was none would make the remembered
   *     load rise for hours, and explain any growth meanwhile
   */
  Load(double youngSeconds) {
    this.youngSeconds = youngSeconds;
    for (int i = 0; i < rates.length; i++) {
      rates[i] = new Series(false);
    }
    drivers = List.of(rates[0], rates[1], rates[2], rates[3], inFlight);
  }

  /** Takes a moment's load; a figure that is not known is NaN. */
  void add(double seconds, double rate, double requests) {
    if (!Double.isNaN(rate)) {
      double passed = seconds - lastSeconds;
      boolean comes = rate > COMES * smooth[1];
      if (Double.isNaN(passed) || comes) {
        youngUntil = seconds + youngSeconds;
      }
      worksSince = comes && !Double.isNaN(passed) ? seconds : worksSince;
      for (int i = 0; i < rates.length; i++) {
        double keep =
            Double.isNaN(passed) || MEMORY_SECONDS[i] == 0 || seconds < youngUntil
                ? 0
                : Math.exp(-passed / MEMORY_SECONDS[i]);
        smooth[i] = keep * smooth[i] + (1 - keep) * rate;
        rates[i].add(seconds, smooth[i]);
      }
      lastSeconds = seconds;
    }
    if (!Double.isNaN(requests)) {
      inFlight.add(seconds, requests);
    }
  }

  /** Returns for how long the server has worked, of a life of so many seconds: a spare does not. */
  double workedSeconds(double life) {
    return life - worksSince;
  }

  /** Returns what may drive an indicator, the plain rate first. */
  List<Series> drivers() {
    return drivers;
  }

  Series rate() {
    return rates[0];
  }
}
