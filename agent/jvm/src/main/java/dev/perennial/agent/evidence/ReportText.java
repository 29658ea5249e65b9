package dev.perennial.agent.evidence;

import java.util.List;

/** Prints a report as plain text. Pure. */
final class ReportText {
  private ReportText() {}

  static String render(Report report) {
    StringBuilder text = new StringBuilder();
    Aging aging = report.aging();
    text.append("Rejuvenation of ").append(aging.server()).append(" at ").append(report.at());
    text.append("\nRan since ").append(aging.began());
    text.append("\nReason: ").append(plain(aging.reason())).append('\n');
    for (Report.Table table : report.tables()) {
      text.append('\n').append(table.title()).append('\n');
      text.append(table.note()).append('\n');
      append(table, text);
    }
    for (String problem : report.problems()) {
      text.append("\nNot found out: ").append(plain(problem)).append('\n');
    }
    return text.toString();
  }

  private static void append(Report.Table table, StringBuilder text) {
    int[] widths = new int[table.head().size()];
    widen(widths, table.head());
    table.rows().forEach(row -> widen(widths, row));
    line(widths, table.head(), text);
    table.rows().forEach(row -> line(widths, row, text));
  }

  private static void widen(int[] widths, List<String> cells) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], cells.get(i).length());
    }
  }

  /** A name must not look like a line of the report, nor steer a terminal. */
  static String plain(String words) {
    return words.replaceAll("\\p{Cntrl}", "\uFFFD");
  }

  private static void line(int[] widths, List<String> cells, StringBuilder text) {
    StringBuilder line = new StringBuilder("  ");
    for (int i = 0; i < widths.length; i++) {
      line.append(plain(cells.get(i))).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
