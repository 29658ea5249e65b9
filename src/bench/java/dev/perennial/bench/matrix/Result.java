package dev.perennial.bench.matrix;

import dev.perennial.sample.client.Figures;
import java.util.Locale;

/**
 * What became of a server.
 *
 * @param verdict the first one beyond SUSPECT, empty if there was none
 * @param reason of it
 * @param verdictSeconds after the beginning
 * @param how it became young again, empty if it did not
 * @param youngSeconds after the beginning
 * @param level of its indicator in the end, NaN if nobody has read it yet
 * @param wrong what is not as it should be, in words; empty for nothing
 */
record Result(
    Trial trial,
    String verdict,
    String reason,
    double verdictSeconds,
    String how,
    double youngSeconds,
    double level,
    Figures figures,
    String wrong) {
  static final String HEAD =
      """
      | what | collector | JDK | verdict | of what | after, s | young again by | after, s | level in the end | requests | failed | lost | stale | as it should be |
      | --- | --- | --- | --- | --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |
      """;

  String row() {
    boolean automatic = trial.action().equals("automatic");
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %d | %d | %d | %d | %s |",
        trial.stress().title + (automatic ? "" : ", " + trial.action()),
        trial.collector(),
        trial.jdk(),
        verdict.isEmpty() ? "none" : verdict,
        reason,
        seconds(verdictSeconds),
        how.isEmpty() ? "not restarted" : how,
        seconds(youngSeconds),
        Double.isNaN(level) ? "?" : String.format(Locale.ROOT, "%.0f %%", 100 * level),
        figures.requests(),
        figures.failed(),
        figures.lost(),
        figures.stale(),
        wrong.isEmpty() ? "yes" : "**no**: " + wrong);
  }

  private static String seconds(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.0f", value);
  }
}
