package dev.perennial.sample.demo;

import dev.perennial.sample.client.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The table at the end: a column a round, and one for all. Pure. */
final class ResultTable {
  private static final int NAME_WIDTH = 34;
  private static final int CELL_WIDTH = 14;

  private final DemoResult result;
  private final List<String> lines = new ArrayList<>();

  private ResultTable(DemoResult result) {
    this.result = result;
  }

  static List<String> lines(DemoResult result) {
    return new ResultTable(result).build();
  }

  private List<String> build() {
    List<String> titles = new ArrayList<>();
    for (int i = 1; i <= result.rounds().size(); i++) {
      titles.add("round " + i);
    }
    titles.add("whole run");
    line("", titles);
    row("aged server", RoundResult::server, "");
    count("requests", Figures::requests);
    count("failed", Figures::failed);
    count("lost writes", Figures::lost);
    count("stale reads", Figures::stale);
    count("answers 503, tried again later", Figures::unavailable);
    count("GETs sent again (idle connection)", Figures::repeated);
    row(
        "sessions moved",
        r -> Long.toString(r.sessionsMoved()),
        Long.toString(result.rounds().stream().mapToLong(RoundResult::sessionsMoved).sum()));
    row(
        "longest wait of a client",
        r -> millis(r.figures().maxWaitMillis()),
        millis(result.total().maxWaitMillis()));
    row("pause at the switch-over", r -> millis(r.switchPauseMillis()), "");
    row("verdict to young again", r -> millis(r.verdictToBackMillis()), "");
    row("heap before", r -> Story.bytes(r.heapBeforeBytes()), "");
    row("heap after", r -> Story.bytes(r.heapAfterBytes()), "");
    row("pid before", r -> Long.toString(r.pidBefore()), "");
    row("pid after", r -> Long.toString(r.pidAfter()), "");
    return List.copyOf(lines);
  }

  private void count(String name, Function<Figures, Long> figure) {
    row(name, r -> figure.apply(r.figures()).toString(), figure.apply(result.total()).toString());
  }

  private void row(String name, Function<RoundResult, String> cell, String all) {
    List<String> cells = new ArrayList<>(result.rounds().stream().map(cell).toList());
    cells.add(all);
    line(name, cells);
  }

  private void line(String name, List<String> cells) {
    StringBuilder line = new StringBuilder(padded(name, -NAME_WIDTH));
    cells.forEach(c -> line.append(padded(c, CELL_WIDTH)));
    lines.add("  " + line.toString().stripTrailing());
  }

  /** Returns the text on the right of so many columns, on the left if negative. */
  private static String padded(String text, int width) {
    return String.format(Locale.ROOT, "%" + width + "s", text);
  }

  private static String millis(long millis) {
    if (millis < 0) {
      return "never";
    }
    return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
