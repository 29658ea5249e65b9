package dev.perennial.coordinator.aging;

/**
 * One value of an aging indicator.
 *
 * @param indicator its name, such as "heap.live"
 * @param value in the unit
 * @param limit where the resource is exhausted, in the unit; not positive if there is none
 * @param unit "bytes", "threads", "ratio", "seconds", ...
 */
public record Reading(String indicator, double value, double limit, String unit) {
  /** Returns the part of the limit in use, 0 if there is no limit. */
  public double level() {
    return limit > 0 ? value / limit : 0;
  }
}
