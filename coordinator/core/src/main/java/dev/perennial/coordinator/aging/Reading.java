package dev.perennial.coordinator.aging;

/**
 * One value of an aging indicator.
 *
 * @param indicator its name, such as "heap.live"
 * @param value in the unit
 * @param limit where the resource is exhausted, in the unit; 0 if there is none, however that was
 *     said: not positive, not a number, or more than any machine has
 * @param unit "bytes", "threads", "ratio", "seconds", ...
 * @param bounded part of the value that has a bound of its own below the limit and is judged there:
 *     it may grow and is no growth of this indicator; 0 or more
 */
public record Reading(String indicator, double value, double limit, String unit, double bounded) {
  /** An exbi of anything: systems that have no limit name numbers beyond it. */
  private static final double NO_LIMIT_FROM = 0x1p60;

  /** Makes a reading of which no part is bounded. */
  public Reading(String indicator, double value, double limit, String unit) {
    this(indicator, value, limit, unit, 0);
  }

  public Reading {
    limit = limit > 0 && limit < NO_LIMIT_FROM ? limit : 0;
    bounded = bounded > 0 ? bounded : 0;
  }

  /** Returns the part of the limit in use, 0 if there is no limit. */
  public double level() {
    return limit > 0 ? value / limit : 0;
  }

  /** Returns the value less its bounded part: what may grow until it meets {@link #room}. */
  public double unbounded() {
    return value - bounded;
  }

  /** Returns the limit less what is bounded; not positive if there is no limit. */
  public double room() {
    return limit - bounded;
  }
}
