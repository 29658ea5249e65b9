package dev.perennial.agent.evidence;

import java.util.List;

/** Prints a report as one HTML page that needs nothing else, to be mailed. Pure. */
final class ReportHtml {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1c1f23; --soft: #5d6570; --line: #d5dae0; --paper: #fff;
        --curve: #1f5fbf; --limit: #b3261e; --trend: #8a5a00; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --soft: #a0a8b3; --line: #3a4048;
        --paper: #16181b; --curve: #7aaeff; --limit: #ff8a80; --trend: #ffc35c; } }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
        max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.5rem; margin-bottom: .2rem } h2 { font-size: 1.1rem; margin: 2rem 0 .2rem }
      p { margin: .2rem 0 } .soft, caption { color: var(--soft) } .reason { font-size: 1.05rem }
      .wide { overflow-x: auto } table { border-collapse: collapse; margin-top: .5rem }
      th, td { text-align: left; padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--line);
        vertical-align: top; font-variant-numeric: tabular-nums }
      td:first-child { font-family: ui-monospace, monospace; font-size: .9em }
      td:not(:last-child) { white-space: nowrap }
      svg { width: 100%; height: auto; margin-top: 1rem } svg text { fill: var(--soft); font-size: 12px }
      """;

  private ReportHtml() {}

  static String render(Report report) {
    Aging aging = report.aging();
    StringBuilder page = new StringBuilder(8192);
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    page.append("<title>").append(escaped("Rejuvenation of " + aging.server())).append("</title>");
    page.append("<style>\n").append(STYLE).append("</style></head><body>\n");
    page.append("<h1>").append(escaped("Rejuvenation of " + aging.server())).append("</h1>\n");
    page.append("<p class=\"soft\">")
        .append(escaped(report.at() + ", ran since " + aging.began()))
        .append("</p>\n<p class=\"reason\">")
        .append(escaped(aging.reason()))
        .append("</p>\n");
    if (!aging.indicators().isEmpty()) {
      page.append(CurveSvg.render(aging.indicators().get(0), aging.curve()));
    }
    for (Report.Table table : report.tables()) {
      append(table, page);
    }
    for (String problem : report.problems()) {
      page.append("<p class=\"soft\">")
          .append(escaped("Not found out: " + problem))
          .append("</p>\n");
    }
    return page.append("</body></html>\n").toString();
  }

  private static void append(Report.Table table, StringBuilder page) {
    page.append("<h2>").append(escaped(table.title())).append("</h2>\n<p class=\"soft\">");
    page.append(escaped(table.note())).append("</p>\n<div class=\"wide\"><table>");
    row("th", table.head(), page);
    table.rows().forEach(cells -> row("td", cells, page));
    page.append("</table></div>\n");
  }

  private static void row(String kind, List<String> cells, StringBuilder page) {
    page.append("<tr>");
    for (String cell : cells) {
      page.append('<').append(kind).append('>').append(escaped(cell));
      page.append("</").append(kind).append('>');
    }
    page.append("</tr>\n");
  }

  /** Names of threads, files and classes are whatever an application makes them. */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '&' -> safe.append("&amp;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
      }
    }
    return safe.toString();
  }
}
