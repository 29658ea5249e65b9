package dev.perennial.bench;

import dev.perennial.testing.cluster.Folders;
import dev.perennial.testing.options.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the agent costs while nothing ages: an unmodified Tomcat with it and one without it, side by
 * side. The two of a pair live at the same time and take load in turn, so that what else goes on on
 * the machine meets both alike; each pair is two new processes, so that the interval covers what
 * differs from start to start.
 */
final class SideBySide {
  private final Options options;
  private final Path tomcat;
  private final Path agent;
  private final Path work;
  private final Table table = new Table();

  private SideBySide(Options options, Path tomcat, Path agent, Path work) {
    this.options = options;
    this.tomcat = tomcat;
    this.agent = agent;
    this.work = work;
  }

  public static void main(String[] args) throws Exception {
    System.exit(CommandLines.run(Options.class, args, SideBySide::begin));
  }

  private static int begin(Options options) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("perennial-bench");
    try {
      new SideBySide(
              options,
              Path.of(System.getProperty("bench.tomcat")),
              Path.of(System.getProperty("bench.agent")),
              work)
          .run();
    } finally {
      Folders.delete(work);
    }
    return 0;
  }

  private void run() throws IOException, InterruptedException {
    premain();
    for (int i = 0; i < options.pairs; i++) {
      pair(i);
    }
    System.out.println();
    System.out.println(table.text());
  }

  private void premain() throws IOException, InterruptedException {
    Path classes = Path.of(System.getProperty("java.class.path").split(":")[0]);
    String args = "=cluster.port=1,log.dir=" + work.resolve("log") + ",enabled=true";
    for (int i = 0; i < options.starts; i++) {
      table.add(Row.MAIN_CPU, false, Premain.cpuMillis(options, List.of(), classes));
      table.add(
          Row.MAIN_CPU,
          true,
          Premain.cpuMillis(options, List.of("-javaagent:" + agent + args), classes));
    }
    say("premain: " + options.starts + " starts with and without");
  }

  private void pair(int number) throws IOException, InterruptedException {
    boolean withFirst = number % 2 == 0;
    try (BenchServer first = start(number, withFirst);
        BenchServer second = start(number, !withFirst)) {
      for (int part = 0; part < 2; part++) {
        first.load(options.warmUpSeconds / 2.0);
        second.load(options.warmUpSeconds / 2.0);
      }
      countThreads(first, withFirst);
      countThreads(second, !withFirst);
      Tally ofFirst = new Tally(first);
      Tally ofSecond = new Tally(second);
      for (int slice = 0; slice < options.slices; slice++) {
        // ABBA: what drifts meanwhile favours neither.
        (slice % 2 == 0 ? ofFirst : ofSecond).slice(options.sliceSeconds);
        (slice % 2 == 0 ? ofSecond : ofFirst).slice(options.sliceSeconds);
      }
      ofFirst.addTo(table, withFirst);
      ofSecond.addTo(table, !withFirst);
      memory(first, withFirst);
      memory(second, !withFirst);
    }
    say("pair " + (number + 1) + " of " + options.pairs + ": " + table.last(Row.THROUGHPUT));
  }

  private BenchServer start(int number, boolean with) throws IOException, InterruptedException {
    Path base = work.resolve(number + (with ? "-with" : "-without"));
    BenchServer server = new BenchServer(options, tomcat, base, agent, with);
    boolean done = false;
    try {
      table.add(Row.FIRST_200, with, server.awaitFirst200());
      table.add(Row.FIRST_200_CPU, with, ProcessFigures.cpuSeconds(server.pid()) * 1000);
      done = true;
      return server;
    } finally {
      if (!done) {
        say(Files.readString(server.log()));
        server.close();
      }
    }
  }

  private void countThreads(BenchServer server, boolean with) throws IOException {
    List<String> names = ProcessFigures.threads(server.pid());
    table.add(Row.THREADS, with, names.size());
    table.add(
        Row.OUR_THREADS, with, names.stream().filter(n -> n.startsWith("perennial-")).count());
    table.add(Row.HAZELCAST_THREADS, with, names.stream().filter(n -> n.startsWith("hz.")).count());
  }

  private void memory(BenchServer server, boolean with) throws IOException {
    table.add(Row.HEAP, with, server.figures().heap() / 1e6);
    table.add(Row.NON_HEAP, with, server.figures().nonHeap() / 1e6);
  }

  /** Adds up the slices of one server. */
  private static final class Tally {
    private final BenchServer server;
    private long requests;
    private double seconds;
    private double cpuSeconds;
    private long allocated;
    private long allocatedByAgent;

    Tally(BenchServer server) {
      this.server = server;
    }

    void slice(double length) throws IOException, InterruptedException {
      JvmFigures figures = server.figures();
      long bytes = figures.allocated(n -> n.startsWith("http-nio-"));
      long agentBytes = figures.allocated(Tally::isOurs);
      double cpu = ProcessFigures.cpuSeconds(server.pid());
      long began = System.nanoTime();
      requests += server.load(length);
      seconds += (System.nanoTime() - began) / 1e9;
      cpuSeconds += ProcessFigures.cpuSeconds(server.pid()) - cpu;
      allocatedByAgent += figures.allocated(Tally::isOurs) - agentBytes;
      allocated += figures.allocated(n -> n.startsWith("http-nio-")) - bytes;
    }

    private static boolean isOurs(String thread) {
      return thread.startsWith("perennial-") || thread.startsWith("hz.");
    }

    void addTo(Table table, boolean with) {
      table.add(Row.THROUGHPUT, with, requests / seconds);
      table.add(Row.CPU, with, cpuSeconds * 1e6 / requests);
      table.add(Row.ALLOCATED, with, (double) allocated / requests);
      table.add(Row.ALLOCATED_BY_AGENT, with, allocatedByAgent / seconds / 1e3);
    }
  }

  private static void say(@Nullable String line) {
    System.out.println(line);
  }
}
