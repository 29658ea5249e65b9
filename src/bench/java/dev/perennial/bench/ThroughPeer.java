package dev.perennial.bench;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.cluster.Tomcat;
import dev.perennial.testing.options.CommandLines;
import dev.perennial.testing.options.Count;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A request through a peer beside the same request directly: two servers, sessions that all live on
 * the first, and clients that ask for them at the first and at the second in turn (ABBA). Each
 * request has a connection of its own, made before the clock starts: a relayed answer ends its
 * client's, so that the direct one has to as well.
 */
final class ThroughPeer {
  private static final String SETTINGS = "mode=active-active,action=supervised,warmup=1s";
  private static final String PATH = "/examples/servlets/servlet/SessionExample";

  private final Asked asked;
  private final Path work;
  private final List<PeerClient> clients = new ArrayList<>();

  @Command(
      name = "bench --peer",
      customSynopsis = "src/bench/run --peer [OPTION VALUE]...   a request through a peer%n",
      synopsisHeading = "",
      sortOptions = false,
      usageHelpWidth = 120)
  static final class Asked {
    @Option(
        names = "--clients",
        paramLabel = "N",
        converter = Count.class,
        description = "clients at once (${DEFAULT-VALUE})")
    int clients = 8;

    @Option(
        names = "--slices",
        paramLabel = "N",
        converter = Count.class,
        description = "slices of load on each way, in turn (${DEFAULT-VALUE})")
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
        description =
            "seconds of load on each way before; the compilers take long (${DEFAULT-VALUE})")
    int warmUp = 20;

    @Option(names = "--help", usageHelp = true, description = "this text")
    boolean help;
  }

  private ThroughPeer(Asked asked, Path work) {
    this.asked = asked;
    this.work = work;
  }

  public static void main(String[] args) throws Exception {
    System.exit(CommandLines.run(Asked.class, args, ThroughPeer::begin));
  }

  private static int begin(Asked asked) throws Exception {
    return WorkFolder.with(work -> new ThroughPeer(asked, work).run());
  }

  /** What was seen of one way in one slice. */
  private record Slice(
      double perSecond,
      double medianMillis,
      double cpuMicros,
      double bytes,
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
    Server owner = cluster.add("s1", "primary");
    Server peer = cluster.add("s2", "primary");
    ExecutorService threads = Executors.newFixedThreadPool(asked.clients);
    try {
      cluster.start();
      cluster.awaitStage(owner, "IN_SERVICE");
      cluster.awaitStage(peer, "IN_SERVICE");
      for (int i = 0; i < asked.clients; i++) {
        clients.add(PeerClient.open(owner.httpPort, PATH));
      }
      for (int i = 0; i < asked.warmUp; i++) {
        load(threads, owner.httpPort, 1);
        load(threads, peer.httpPort, 1);
      }
      measure(threads, owner, peer);
    } finally {
      threads.shutdownNow();
      cluster.close();
    }
  }

  private void measure(ExecutorService threads, Server owner, Server peer) throws Exception {
    List<Slice> direct = new ArrayList<>();
    List<Slice> through = new ArrayList<>();
    for (int i = 0; i < asked.slices; i++) {
      // ABBA: what drifts meanwhile favours neither.
      if (i % 2 == 0) {
        direct.add(slice(threads, owner, owner, peer));
      }
      through.add(slice(threads, peer, owner, peer));
      if (i % 2 == 1) {
        direct.add(slice(threads, owner, owner, peer));
      }
    }
    double[] rates = values(direct, Slice::perSecond);
    double[] relayedRates = values(through, Slice::perSecond);
    double[] times = values(direct, Slice::medianMillis);
    double[] relayedTimes = values(through, Slice::medianMillis);
    double[] added = new double[times.length];
    for (int i = 0; i < added.length; i++) {
      added[i] = relayedTimes[i] - times[i];
    }
    System.out.printf(
        "%n%d clients, %d slices of %d s each way, after %d s%n%n"
            + "| median of | unit | directly | through a peer | | target |%n"
            + "| --- | --- | ---: | ---: | --- | --- |%n"
            + "| requests per second | 1/s | %.0f | %.0f | ratio %s | 0.6 |%n"
            + "| time of a request, p50 | ms | %.3f | %.3f | %.3f added | 0.5 added |%n"
            + "| CPU a request, both servers | us | %.0f | %.0f | | |%n"
            + "| allocated a request, both servers | B | %.0f | %.0f | %.0f added | |%n",
        asked.clients,
        asked.slices,
        asked.seconds,
        asked.warmUp,
        Stats.median(rates),
        Stats.median(relayedRates),
        Stats.ratio(relayedRates, rates),
        Stats.median(times),
        Stats.median(relayedTimes),
        Stats.median(added),
        Stats.median(values(direct, Slice::cpuMicros)),
        Stats.median(values(through, Slice::cpuMicros)),
        Stats.median(values(direct, Slice::bytes)),
        Stats.median(values(through, Slice::bytes)),
        Stats.median(values(through, Slice::bytes)) - Stats.median(values(direct, Slice::bytes)));
    printThreads(direct, through);
  }

  private static void printThreads(List<Slice> direct, List<Slice> through) {
    System.out.printf(
        "%n| threads, both servers; median of | directly: CPU a request, us | waits"
            + " | through a peer: CPU, us | waits |%n| --- | ---: | ---: | ---: | ---: |%n");
    System.out.print(
        ThreadTimes.rows(
            direct.stream().map(Slice::threads).toList(),
            through.stream().map(Slice::threads).toList()));
  }

  private static double[] values(List<Slice> slices, ToDoubleFunction<Slice> value) {
    return slices.stream().mapToDouble(value).toArray();
  }

  private Slice slice(ExecutorService threads, Server asking, Server owner, Server peer)
      throws Exception {
    long bytes = allocated(owner) + allocated(peer);
    double cpu = ProcessFigures.cpuSeconds(owner.pid()) + ProcessFigures.cpuSeconds(peer.pid());
    ThreadTimes before = ThreadTimes.of(owner.pid(), peer.pid());
    long began = System.nanoTime();
    double[] times = load(threads, asking.httpPort, asked.seconds);
    double seconds = (System.nanoTime() - began) / 1e9;
    ThreadTimes after = ThreadTimes.of(owner.pid(), peer.pid());
    cpu = ProcessFigures.cpuSeconds(owner.pid()) + ProcessFigures.cpuSeconds(peer.pid()) - cpu;
    long more = allocated(owner) + allocated(peer) - bytes;
    return new Slice(
        times.length / seconds,
        Stats.median(times),
        cpu * 1e6 / times.length,
        (double) more / times.length,
        after.since(before, times.length));
  }

  /** Of all threads that a request may pass. */
  private static long allocated(Server server) throws Exception {
    return server.withJmx(
        connection ->
            new JvmFigures(connection)
                .allocated(
                    name ->
                        name.startsWith("http-nio-")
                            || name.startsWith("perennial-request-")
                            || name.startsWith("perennial-stream-")
                            || name.startsWith("perennial-link-")
                            || name.startsWith("perennial-work")));
  }

  /** Returns how long each request took, in milliseconds. */
  private double[] load(ExecutorService threads, int port, int seconds) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<Callable<double[]>> tasks = new ArrayList<>();
    clients.forEach(client -> tasks.add(() -> client.ask(port, end)));
    List<double[]> all = new ArrayList<>();
    for (Future<double[]> each : threads.invokeAll(tasks)) {
      all.add(each.get());
    }
    double[] times = all.stream().flatMapToDouble(Arrays::stream).toArray();
    if (times.length == 0) {
      throw new IOException("no request was answered at port " + port);
    }
    return times;
  }
}
