package dev.perennial.coordinator.rejuvenation;

/**
 * How long a server in sync waits for a quiet moment.
 *
 * @param quietLoad the part of its capacity, 0 to 1, up to which a server counts as quiet
 * @param maxWaitSeconds after which any load will do
 * @param closeSeconds a server forecast to be exhausted within this does not wait
 * @param minUptimeSeconds a server that has run for less is not switched over, unless it is urgent
 */
public record TimingSettings(
    double quietLoad, double maxWaitSeconds, double closeSeconds, double minUptimeSeconds) {
  public TimingSettings {
    if (!(quietLoad >= 0 && quietLoad <= 1)) {
      throw new IllegalArgumentException("quietLoad (" + quietLoad + ") must be 0 to 1");
    }
    notNegative("maxWaitSeconds", maxWaitSeconds);
    notNegative("closeSeconds", closeSeconds);
    notNegative("minUptimeSeconds", minUptimeSeconds);
  }

  /** Returns the defaults: quiet at half load, 5 min of patience, close at 15 min, 60 s old. */
  public static TimingSettings defaults() {
    return new TimingSettings(0.5, 300, 900, 60);
  }

  private static void notNegative(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " (" + value + ") must be 0 or more");
    }
  }
}
