package dev.perennial.bench.exam;

import org.jspecify.annotations.Nullable;

/** A judge under examination, for one life of one server. Confined to one thread. */
public interface Rule {
  /** Takes in a sample, later than the last one, and returns what is thought after it. */
  Opinion judge(Sample sample);

  /**
   * Returns the rule for the server's next life, with what this one taught it, or null if it keeps
   * nothing and begins anew.
   */
  default @Nullable Rule nextLife() {
    return null;
  }

  /**
   * What a rule thinks.
   *
   * @param alarm whether the server is to be rejuvenated
   * @param forecast of the exhaustion, or null where nothing is forecast
   */
  record Opinion(boolean alarm, @Nullable Forecast forecast) {
    private static final Opinion ALARM = new Opinion(true, null);
    private static final Opinion QUIET = new Opinion(false, null);

    /** Returns one without a forecast. */
    public static Opinion of(boolean alarm) {
      return alarm ? ALARM : QUIET;
    }
  }

  /**
   * When something will be exhausted, from now.
   *
   * @param seconds best guess
   * @param low end of the 90 % interval, seconds
   * @param high end of the 90 % interval, seconds; may be infinite
   */
  record Forecast(double seconds, double low, double high) {}
}
