package dev.perennial.bench;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.cluster.Tomcat;
import dev.perennial.testing.options.CommandLines;
import dev.perennial.testing.options.Count;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Requests with invented session ids beside the same requests without a cookie, in turn (ABBA):
 * three servers, each of which must know that none of the others has such a session.
 */
final class RandomIds {
  private static final String SETTINGS = "mode=active-active,action=supervised,warmup=1s";
  private static final String PATH = "/examples/servlets/servlet/HelloWorldExample";

  private final Asked asked;
  private final Path work;

  @Command(
      name = "bench --random-ids",
      customSynopsis =
          "src/bench/run --random-ids [OPTION VALUE]...   requests with invented session ids%n",
      synopsisHeading = "",
      sortOptions = false,
      usageHelpWidth = 120)
  static final class Asked {
    @Option(
        names = "--clients",
        paramLabel = "N",
        converter = Count.class,
        description = "clients of each server at once (${DEFAULT-VALUE})")
    int clients = 64;

    @Option(
        names = "--sessions",
        paramLabel = "N",
        converter = Count.class,
        description = "sessions of each server (${DEFAULT-VALUE})")
    int sessions = 1_000;

    @Option(
        names = "--slices",
        paramLabel = "N",
        converter = Count.class,
        description = "slices of load of each kind, in turn (${DEFAULT-VALUE})")
    int slices = 10;

    @Option(
        names = "--seconds",
        paramLabel = "S",
        converter = Count.class,
        description = "length of a slice (${DEFAULT-VALUE})")
    int seconds = 3;

    @Option(
        names = "--warm-up",
        paramLabel = "S",
        converter = Count.class,
        description = "seconds of load of each kind before (${DEFAULT-VALUE})")
    int warmUp = 15;

    @Option(names = "--help", usageHelp = true, description = "this text")
    boolean help;
  }

  private RandomIds(Asked asked, Path work) {
    this.asked = asked;
    this.work = work;
  }

  public static void main(String[] args) throws Exception {
    System.exit(CommandLines.run(Asked.class, args, RandomIds::begin));
  }

  private static int begin(Asked asked) throws Exception {
    return WorkFolder.with(work -> new RandomIds(asked, work).run());
  }

  /** What was seen in one slice. */
  private record Slice(
      double perSecond,
      double cpuMicros,
      long refused,
      Map<ThreadTimes.Kind, ThreadTimes.Use> threads) {}

  private void run() throws Exception {
    Cluster cluster =
        new Cluster(
            work,
            Path.of(System.getProperty("java.home"), "bin/java"),
            Path.of(System.getProperty("bench.agent")),
            new Tomcat(Path.of(System.getProperty("bench.tomcat"))));
    cluster.jvmOptions.addAll(List.of("-Xms256m", "-Xmx256m"));
    cluster.withAll(SETTINGS);
    List<Server> servers = new ArrayList<>();
    for (String name : List.of("s1", "s2", "s3")) {
      servers.add(cluster.add(name, "primary"));
    }
    ExecutorService threads = Executors.newFixedThreadPool(3 * asked.clients);
    List<InventingClient> clients = new ArrayList<>();
    try {
      cluster.start();
      for (Server server : servers) {
        for (int i = 0; i < asked.sessions; i++) {
          try (LoadClient one =
              new LoadClient(server.httpPort, "/examples/servlets/servlet/SessionExample")) {
            one.request();
          }
        }
        for (int i = 0; i < asked.clients; i++) {
          clients.add(new InventingClient(server.httpPort, PATH));
        }
      }
      for (int i = 0; i < asked.warmUp; i++) {
        slice(threads, servers, clients, false, 1);
        slice(threads, servers, clients, true, 1);
      }
      measure(threads, servers, clients);
    } finally {
      threads.shutdownNow();
      clients.forEach(InventingClient::close);
      cluster.close();
    }
  }

  private void measure(ExecutorService threads, List<Server> servers, List<InventingClient> clients)
      throws Exception {
    List<Slice> without = new ArrayList<>();
    List<Slice> invented = new ArrayList<>();
    for (int i = 0; i < asked.slices; i++) {
      // ABBA: what drifts meanwhile favours neither.
      if (i % 2 == 0) {
        without.add(slice(threads, servers, clients, false, asked.seconds));
      }
      invented.add(slice(threads, servers, clients, true, asked.seconds));
      if (i % 2 == 1) {
        without.add(slice(threads, servers, clients, false, asked.seconds));
      }
    }
    double[] rates = without.stream().mapToDouble(Slice::perSecond).toArray();
    double[] inventedRates = invented.stream().mapToDouble(Slice::perSecond).toArray();
    System.out.printf(
        "%n3 servers, %d clients of each, %d slices of %d s of each kind, after %d s%n%n"
            + "| median of | unit | without a cookie | invented ids | | target |%n"
            + "| --- | --- | ---: | ---: | --- | --- |%n"
            + "| requests per second | 1/s | %.0f | %.0f | ratio %s | 0.8 |%n"
            + "| CPU a request, all servers | us | %.0f | %.0f | | |%n"
            + "| answered with 503 | | %d | %d | | 0 |%n",
        asked.clients,
        asked.slices,
        asked.seconds,
        asked.warmUp,
        Stats.median(rates),
        Stats.median(inventedRates),
        Stats.ratio(inventedRates, rates),
        Stats.median(without.stream().mapToDouble(Slice::cpuMicros).toArray()),
        Stats.median(invented.stream().mapToDouble(Slice::cpuMicros).toArray()),
        without.stream().mapToLong(Slice::refused).sum(),
        invented.stream().mapToLong(Slice::refused).sum());
    System.out.println(
        "\n"
            + "| of all servers' threads, a request | us | sleeps | us | sleeps |\n"
            + "| --- | ---: | ---: | ---: | ---: |");
    System.out.print(
        ThreadTimes.rows(
            without.stream().map(Slice::threads).toList(),
            invented.stream().map(Slice::threads).toList()));
  }

  private static Slice slice(
      ExecutorService threads,
      List<Server> servers,
      List<InventingClient> clients,
      boolean invents,
      int seconds)
      throws Exception {
    long[] pids = servers.stream().mapToLong(Server::pid).toArray();
    double cpu = cpuSeconds(servers);
    ThreadTimes before = ThreadTimes.of(pids);
    long refused = clients.stream().mapToLong(InventingClient::refused).sum();
    long began = System.nanoTime();
    long end = began + TimeUnit.SECONDS.toNanos(seconds);
    long answered = 0;
    List<Future<Long>> all = new ArrayList<>();
    for (InventingClient client : clients) {
      all.add(threads.submit(() -> client.ask(invents, end)));
    }
    for (Future<Long> each : all) {
      answered += each.get();
    }
    if (answered == 0) {
      throw new IOException("no request was answered");
    }
    double took = (System.nanoTime() - began) / 1e9;
    return new Slice(
        answered / took,
        (cpuSeconds(servers) - cpu) * 1e6 / answered,
        clients.stream().mapToLong(InventingClient::refused).sum() - refused,
        ThreadTimes.of(pids).since(before, answered));
  }

  private static double cpuSeconds(List<Server> servers) throws IOException {
    double sum = 0;
    for (Server server : servers) {
      sum += ProcessFigures.cpuSeconds(server.pid());
    }
    return sum;
  }
}
