package dev.perennial.agent.evidence;

import java.util.Locale;

/** Figures for people. Pure. */
final class Format {
  private Format() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String bytes(double bytes) {
    double size = Math.abs(bytes);
    return size < 10 * 1024
        ? String.format(Locale.ROOT, "%.0f B", bytes)
        : size < 10 * 1048576
            ? String.format(Locale.ROOT, "%.0f KiB", bytes / 1024)
            : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576);
  }

  static String amount(double value, String unit) {
    return switch (unit) {
      case "bytes" -> bytes(value);
      case "ratio" -> String.format(Locale.ROOT, "%.1f %%", 100 * value);
      case "seconds" -> String.format(Locale.ROOT, "%.3g s", value);
      default -> String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.2f", value);
    };
  }

  /** Returns what one request adds: small figures are told by their first digits. */
  static String each(double value, String unit) {
    return unit.equals("bytes") ? bytes(value) : String.format(Locale.ROOT, "%.2g", value);
  }

  static String percent(double part) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * part);
  }

  /** Returns "3.2 h", or minutes or days where they say it better. */
  static String hours(double hours) {
    return hours < 2
        ? String.format(Locale.ROOT, "%.1f min", hours * 60)
        : hours < 72
            ? String.format(Locale.ROOT, "%.1f h", hours)
            : String.format(Locale.ROOT, "%.1f days", hours / 24);
  }

  /** Returns "3.2 h [2.8 h, 3.7 h]", empty if nothing is forecast. */
  static String interval(double hours, double low, double high) {
    if (Double.isNaN(hours)) {
      return "";
    }
    boolean known = !Double.isNaN(low) && !Double.isNaN(high);
    return hours(hours) + (known ? " [" + hours(low) + ", " + hours(high) + "]" : "");
  }
}
