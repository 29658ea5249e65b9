package dev.perennial.e2e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The table of a page, between two marks. What runs again replaces its own row alone. Pure. */
final class FaultTable {
  private static final String BEGIN = "<!-- table: made by src/e2e/faults -->\n";
  private static final String END = "<!-- end of table -->\n";
  private static final List<String> COLUMNS =
      List.of("case", "fault", "stage", "mode", "expected", "seen");

  private FaultTable() {}

  /**
   * Returns the page with these rows put into its table.
   *
   * @param order of all rows, by their names
   * @param rows by their names: the cells after the first column
   */
  static String with(String page, List<String> order, Map<String, List<String>> rows) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("the page has no marks for the table");
    }
    begin += BEGIN.length();
    Map<String, List<String>> all = read(page.substring(begin, end));
    all.putAll(rows);
    all.keySet().retainAll(order);
    StringBuilder table = new StringBuilder();
    line(table, COLUMNS);
    line(table, COLUMNS.stream().map(c -> "---").toList());
    for (String name : order) {
      List<String> cells = all.get(name);
      if (cells != null) {
        List<String> whole = new ArrayList<>(List.of("`" + name + "`"));
        whole.addAll(cells);
        line(table, whole);
      }
    }
    return page.substring(0, begin) + table + page.substring(end);
  }

  private static Map<String, List<String>> read(String table) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    table
        .lines()
        .filter(line -> line.startsWith("| `"))
        .forEach(
            line -> {
              List<String> cells =
                  List.of(line.substring(2, line.length() - 2).split(Pattern.quote(" | "), -1));
              rows.put(cells.get(0).replace("`", ""), cells.subList(1, cells.size()));
            });
    return rows;
  }

  private static void line(StringBuilder table, List<String> cells) {
    table.append("| ");
    table.append(String.join(" | ", cells.stream().map(FaultTable::cell).toList()));
    table.append(" |\n");
  }

  private static String cell(String text) {
    return text.replace('|', '/').replace('\n', ' ');
  }
}
