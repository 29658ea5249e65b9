package dev.perennial.coordinator.aging;

/**
 * How much longer a server takes for a request than it did at the same load when it was young: 1 is
 * as young. A level of load is known by its requests a second; where the young server also had as
 * many requests in flight, the response time it had then counts too if it was the longer one, so
 * that queueing is no drift. Moments of saturation are left out. Confined to one thread.
 *
 * <p>It cannot tell an aged server from one whose requests have become other, heavier ones, nor
 * from one that waits for something slow: what it says is a reason to look, not to restart.
 */
public final class ResponseDrift {
  /** Code is compiled and caches fill. */
  static final double WARM_SECONDS = 300;

  /** A day's loads are seen; a level first met later was not the young server's. */
  static final double YOUNG_SECONDS = WARM_SECONDS + 86_400;

  /** As many in flight as never before are a sign of age too: they are learnt for an hour only. */
  static final double CROWD_SECONDS = WARM_SECONDS + 3_600;

  /** The response times of a moment are those of the last ten seconds. */
  private static final double EVERY_SECONDS = 9.5;

  private static final long LEAST_REQUESTS = 20;

  /** Below this, twice as long is the noise of timers and schedulers. */
  private static final double LEAST_RESPONSE_SECONDS = 0.001;

  private static final int RECENT = 60;
  private static final int LEAST_RECENT = 18;
  private static final double RECENT_SECONDS = 900;

  private final YoungLevels byRate = new YoungLevels(2);
  private final YoungLevels byInFlight = new YoungLevels(1);
  private final double[] ratios = new double[RECENT];
  private final double[] atSeconds = new double[RECENT];
  private long count;
  private double takenSeconds = Double.NEGATIVE_INFINITY;
  private double inFlightSum;
  private int inFlightCount;
  private boolean saturated;

  /**
   * What the server did in the last ten seconds.
   *
   * @param atSeconds since its life began; does not go back
   * @param rate requests a second
   * @param requests how many ended
   * @param inFlight requests being worked on now
   * @param medianSeconds response time
   * @param saturated whether threads or processors are (almost) all in use
   */
  public record Moment(
      double atSeconds,
      double rate,
      long requests,
      double inFlight,
      double medianSeconds,
      boolean saturated) {}

  /** Takes a moment, of about each second; returns the drift as a factor, NaN while not known. */
  public double advance(Moment moment) {
    inFlightSum += moment.inFlight;
    inFlightCount++;
    saturated |= moment.saturated;
    if (moment.atSeconds - takenSeconds >= EVERY_SECONDS) {
      if (!saturated && moment.requests >= LEAST_REQUESTS && moment.atSeconds >= WARM_SECONDS) {
        take(moment, inFlightSum / inFlightCount);
      }
      takenSeconds = moment.atSeconds;
      inFlightSum = 0;
      inFlightCount = 0;
      saturated = false;
    }
    return drift(moment.atSeconds);
  }

  private void take(Moment moment, double inFlight) {
    double now = Math.max(LEAST_RESPONSE_SECONDS, moment.medianSeconds);
    double young = byRate.at(moment.rate);
    double asBusy = byInFlight.at(inFlight);
    boolean learning = moment.atSeconds <= CROWD_SECONDS;
    if (!Double.isNaN(young) && !(learning && Double.isNaN(asBusy))) {
      int next = (int) (count++ % RECENT);
      ratios[next] = now / (asBusy > young ? asBusy : young);
      atSeconds[next] = moment.atSeconds;
    }
    if (moment.atSeconds <= YOUNG_SECONDS) {
      byRate.learn(moment.rate, now);
    }
    if (learning) {
      byInFlight.learn(inFlight, now);
    }
  }

  private double drift(double nowSeconds) {
    double[] recent = new double[RECENT];
    int size = 0;
    for (int i = 0; i < Math.min(count, RECENT); i++) {
      if (nowSeconds - atSeconds[i] <= RECENT_SECONDS) {
        recent[size++] = ratios[i];
      }
    }
    return size < LEAST_RECENT ? Double.NaN : YoungLevels.median(recent, size);
  }
}
