package dev.perennial.bench.wild;

import dev.perennial.bench.wild.WildLog.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of a program.
 *
 * @param began when what the row is about began
 * @param watched until then
 * @param end when it was refused what it needs, or died
 * @param stuck since when hardly anything but collections ran
 * @param log of its agent, over all lives
 * @param last verdict, "?" if nobody could tell
 * @param evidence whether there is some
 */
record Seen(
    Instant began,
    Instant watched,
    Optional<Instant> end,
    Optional<Instant> stuck,
    WildLog log,
    String last,
    boolean evidence) {
  private static final double LEAST_LIFE = 0.25;
  private static final double LATEST_SECONDS = 15;

  /** Of the hold time, which is five minutes. */
  private static final double EARLY_SECONDS = 150;

  /** Returns what is not as it must be, empty for nothing. */
  String missed(WildCase row) {
    Optional<Verdict> right = log.first(began, row.words(), false);
    return switch (row.expected()) {
      case LEFT_ALONE -> leftAlone();
      case STABLE -> last.equals("STABLE") ? leftAlone() : "is " + last + " in the end";
      case FOUND -> {
        if (right.isEmpty()) {
          yield "not found";
        }
        double lasted = seconds(began, end.orElse(watched));
        double left = lasted - seconds(began, right.get().at());
        yield left < LEAST_LIFE * lasted ? "later than with a quarter of its life left" : "";
      }
      case TOLD ->
          right.isEmpty()
              ? "not found"
              : end.isPresent() && right.get().at().isAfter(end.get()) ? "after its end" : "";
      case EARLY ->
          right.isEmpty()
              ? "not found"
              : seconds(began, right.get().at()) > EARLY_SECONDS ? "late" : "";
      case SAVED -> saved(row);
      case EVIDENCE ->
          log.secondLife().isEmpty() ? "not young again" : evidence ? "" : "no evidence";
    };
  }

  private String leftAlone() {
    return !log.verdicts().isEmpty()
        ? "judged"
        : log.secondLife().isPresent() ? "restarted" : end.isPresent() ? "died" : "";
  }

  private String saved(WildCase row) {
    Optional<Instant> found = found(row);
    if (found.isEmpty() || log.secondLife().isEmpty()) {
      return found.isEmpty() ? "not found" : "not young again";
    }
    return stuck.isPresent() && seconds(stuck.get(), found.get()) > LATEST_SECONDS
        ? "later than " + Math.round(LATEST_SECONDS) + " s"
        : "";
  }

  /** When it was first said to be at its end, or ended for that. */
  private Optional<Instant> found(WildCase row) {
    return Stream.of(
            log.first(began, row.words(), true).map(Verdict::at),
            log.guardCritical(),
            log.secondLife())
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  /** Returns in words what is now. */
  String now(WildCase row) {
    StringBuilder text = new StringBuilder();
    Optional<Verdict> shown =
        log.first(began, row.words(), false).or(() -> log.verdicts().stream().findFirst());
    shown.ifPresentOrElse(
        v ->
            text.append(
                format("%s after %.0f s: %s", v.verdict(), seconds(began, v.at()), v.reason())),
        () -> text.append(format("none in %.0f s, %s", seconds(began, watched), last)));
    if (row.expected() == Expected.FOUND || row.expected() == Expected.TOLD) {
      double lasted = seconds(began, end.orElse(watched));
      double left = shown.map(v -> lasted - seconds(began, v.at())).orElse(0.0);
      text.append(
          format(
              "; %.0f s of %s%.0f s left (%.0f %%)",
              left, end.isPresent() ? "" : "more than ", lasted, 100 * left / lasted));
    }
    if (row.expected() == Expected.SAVED || row.expected() == Expected.EVIDENCE) {
      stuck.ifPresent(at -> text.append(atItsEnd(row, at)));
      log.secondLife()
          .ifPresent(at -> text.append(format("; young again at %.0f s", seconds(began, at))));
      log.emergency().ifPresent(e -> text.append(" by the guard: ").append(e.reason()));
    }
    if (row.expected() == Expected.EVIDENCE) {
      text.append(evidence ? ", with evidence" : ", without evidence");
    }
    return text.toString();
  }

  private String atItsEnd(WildCase row, Instant stuckAt) {
    String from = format("; hardly anything but collections from %.0f s", seconds(began, stuckAt));
    double later = found(row).map(f -> seconds(stuckAt, f)).orElse(Double.NaN);
    return later < 0
        ? from + ", CRITICAL before"
        : from + (later >= 0 ? format(", at its end %.0f s later", later) : "");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1e3;
  }
}
