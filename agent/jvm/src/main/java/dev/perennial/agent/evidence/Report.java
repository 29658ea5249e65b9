package dev.perennial.agent.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What the report of a rejuvenation says, whatever it is printed as.
 *
 * @param baseline whether there were figures of the young server to compare with
 * @param classBaseline whether a histogram was among them
 * @param creators by kind of thread, who has started it, in words; empty if that is not known
 * @param problems what could not be found out, in words
 */
record Report(
    Aging aging,
    Instant at,
    boolean baseline,
    boolean classBaseline,
    List<Suspect> suspects,
    Holders holders,
    List<Groups.Row> threads,
    List<Groups.Row> files,
    List<Groups.Row> loaders,
    BufferOwners buffers,
    Named named,
    UnaryOperator<String> creators,
    List<String> problems) {
  static final String DIRECT_BUFFERS = "buffers.direct";

  /** A table with its title and a line that explains it. */
  record Table(String title, String note, List<String> head, List<List<String>> rows) {}

  /** Returns the tables, those that explain the indicator that decided first. */
  List<Table> tables() {
    List<List<Table>> subjects = new ArrayList<>();
    // What keeps the heap tells more than what is in it.
    subjects.add(List.of(named.keepers(), suspectTable(), holderTable()));
    subjects.add(List.of(threadTable()));
    subjects.add(List.of(groups("Open files", "By kind, files by their folder.", files)));
    subjects.add(
        List.of(
            named.applicationTable(),
            named.keptLoaders(),
            groups("Classes by class loader", "Classes that each kind has loaded.", loaders)));
    subjects.add(List.of(bufferTable()));
    subjects.add(0, subjects.remove(subject(aging.decisive())));
    List<Table> tables = new ArrayList<>();
    subjects.forEach(tables::addAll);
    tables.add(indicators());
    tables.add(cameTrue());
    tables.add(named.ownTable());
    tables.removeIf(t -> t.rows().isEmpty());
    return tables;
  }

  private static int subject(String indicator) {
    return switch (indicator) {
      case "threads", "threads.deadlocked", "exhausted.threads" -> 1;
      case "files", "exhausted.files" -> 2;
      case "metaspace", "classes", "exhausted.metaspace" -> 3;
      case DIRECT_BUFFERS -> 4;
      default -> 0;
    };
  }

  private Table threadTable() {
    Table table = groups("Threads", "Names of one kind differ in their numbers only.", threads);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < threads.size(); i++) {
      List<String> row = new ArrayList<>(table.rows().get(i));
      row.add(creators.apply(threads.get(i).kind()));
      rows.add(row);
    }
    return new Table(
        table.title(),
        table.note()
            + " Who has started them is told by a sample of their starts, from the inside out.",
        List.of("kind", "now", "grown", "started by"),
        rows);
  }

  private Table suspectTable() {
    String since =
        classBaseline ? "since the server was young" : "of all there is: no younger histogram";
    return new Table(
        "Classes that explain the heap",
        "New instances and bytes "
            + since
            + ". Arrays and other classes of the JDK are counted with the class that as many have"
            + " come of, where there is one.",
        List.of("class", "instances", "bytes", "application", "with"),
        suspects.stream()
            .map(
                s ->
                    List.of(
                        s.name(),
                        Format.count(s.instances()),
                        Format.bytes((double) s.bytes()),
                        named.owner(s.name()),
                        String.join(", ", s.carries())))
            .toList());
  }

  private Table bufferTable() {
    List<List<String>> rows = new ArrayList<>();
    for (BufferOwners.Row row : buffers.rows()) {
      rows.add(
          List.of(
              row.owner(), row.bytes() < 0 ? "?" : Format.bytes((double) row.bytes()), row.why()));
    }
    boolean decided = aging.decisive().equals(DIRECT_BUFFERS);
    if (rows.isEmpty() && decided) {
      rows.add(List.of("?", Format.bytes((double) buffers.now().bytes()), "nobody was found"));
    }
    if (!buffers.isKnown() && !decided) {
      // A guess is worth nothing where nobody has asked.
      rows.clear();
    }
    return new Table(
        "Who holds the direct buffers", bufferNote(), List.of("by", "bytes", ""), rows);
  }

  private String bufferNote() {
    return Format.count(buffers.now().count())
        + " direct buffers own "
        + Format.bytes((double) buffers.now().bytes())
        + " outside of the heap"
        + (baseline
            ? ", of which "
                + Format.count(buffers.grown().count())
                + " with "
                + Format.bytes((double) buffers.grown().bytes())
                + " have come since the server was young. "
            : ". ")
        + (buffers.isKnown()
            ? "By a heap dump: the first class on the way up that is not the JDK's, or the thread."
            : "Without a heap dump (perennial.evidence.heap-dump=read) this is a guess: as many of"
                + " these have come as of the buffers.");
  }

  private Table holderTable() {
    List<List<String>> rows = new ArrayList<>();
    Map<String, Map<String, Double>> onHeap = new LinkedHashMap<>(holders.shares());
    onHeap.remove(BufferPool.CLASS);
    onHeap.forEach(
        (held, shares) ->
            shares.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .filter(e -> e.getValue() >= 0.01)
                .limit(5)
                .forEach(e -> rows.add(List.of(held, e.getKey(), Format.percent(e.getValue())))));
    return new Table(
        "Who holds them",
        "By a sample from a heap dump: the first class on the way up that is not the JDK's, or the"
            + " thread.",
        List.of("held", "by", "part of its bytes"),
        rows);
  }

  private Table groups(String title, String note, List<Groups.Row> rows) {
    return new Table(
        title,
        note + (baseline ? "" : " Nothing is known of the young server."),
        List.of("kind", "now", "grown"),
        rows.stream()
            .map(
                r ->
                    List.of(
                        r.kind(), Format.count(r.now()), baseline ? Format.count(r.grown()) : "?"))
            .toList());
  }

  private Table indicators() {
    return new Table(
        "Indicators",
        "As judged last.",
        List.of("indicator", "value", "limit", "a hour", "a request", "exhausted in", "verdict"),
        aging.indicators().stream()
            .map(
                r ->
                    List.of(
                        r.name(),
                        Format.amount(r.value(), r.unit()),
                        r.limit() > 0 ? Format.amount(r.limit(), r.unit()) : "",
                        Double.isNaN(r.trendPerHour())
                            ? ""
                            : (r.trendPerHour() > 0 ? "+" : "")
                                + Format.amount(r.trendPerHour(), r.unit()),
                        Double.isNaN(r.trendPerRequest())
                            ? ""
                            : "+" + Format.each(r.trendPerRequest(), r.unit()),
                        Format.interval(r.hoursLeft(), r.hoursLeftLow(), r.hoursLeftHigh()),
                        r.verdict()))
            .toList());
  }

  /** Forecasts that were made earlier in this life, beside what is left now. */
  private Table cameTrue() {
    List<List<String>> rows = new ArrayList<>();
    List<Aging.Point> curve = aging.curve();
    for (int quarter = 1; quarter <= 3 && curve.size() >= 4; quarter++) {
      Aging.Point then = curve.get(curve.size() * quarter / 4);
      if (!Double.isNaN(then.hoursLeft())) {
        double passed = (at.toEpochMilli() - then.at().toEpochMilli()) / 3.6e6;
        rows.add(
            List.of(
                then.at().toString(),
                Format.hours(then.hoursLeft()),
                Format.hours(passed),
                then.hoursLeft() > passed ? "not yet due" : "had been due"));
      }
    }
    return new Table(
        "What came true of the forecast",
        "What was forecast at earlier moments, and how much time has passed since. The server was"
            + " rejuvenated before it was exhausted, so nobody will know the rest.",
        List.of("forecast of", "exhausted in", "passed since", ""),
        rows);
  }
}
