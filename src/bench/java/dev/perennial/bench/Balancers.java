package dev.perennial.bench;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.FreePorts;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.cluster.Tomcat;
import dev.perennial.testing.options.CommandLines;
import dev.perennial.testing.options.Count;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What clients see while servers behind a balancer are rejuvenated, with perennial.sockets=keep and
 * with close: two servers that take over for each other, and in front of them, at the same time and
 * with clients of their own, each balancer that is installed.
 */
final class Balancers {
  private static final int CLIENTS = 4;
  private static final long SETTLE_SECONDS = 4;
  private static final String SETTINGS =
      "mode=active-active,action=supervised,min-uptime=0ms,warmup=1s,restart.max-per-hour=60,"
          + "cluster.max-per-hour=1000,sockets=";

  private final int rounds;
  private final Path tomcat;
  private final Path agent;
  private final Path java;
  private final Path work;
  private final List<Route> routes = Stream.of(Route.values()).filter(Balancers::isThere).toList();
  private final List<String> lines = new ArrayList<>();

  private Balancers(int rounds, Path work) {
    this.rounds = rounds;
    this.work = work;
    tomcat = Path.of(System.getProperty("bench.tomcat"));
    agent = Path.of(System.getProperty("bench.agent"));
    java = Path.of(System.getProperty("java.home"));
  }

  @Command(
      name = "bench --balancers",
      customSynopsis =
          "src/bench/run --balancers [--rounds N]   what clients of HAProxy and nginx see of a"
              + " restart%n",
      synopsisHeading = "",
      sortOptions = false,
      usageHelpWidth = 120)
  static final class Rounds {
    @Option(
        names = "--rounds",
        paramLabel = "N",
        converter = Count.class,
        description = "rejuvenations with each setting (${DEFAULT-VALUE})")
    int rounds = 5;

    @Option(names = "--help", usageHelp = true, description = "this text")
    boolean help;
  }

  public static void main(String[] args) throws Exception {
    System.exit(CommandLines.run(Rounds.class, args, o -> begin(o.rounds)));
  }

  private static int begin(int rounds) throws Exception {
    return WorkFolder.with(work -> new Balancers(rounds, work).run());
  }

  private void run() throws Exception {
    for (String sockets : List.of("keep", "close")) {
      measure(sockets);
    }
    System.out.printf(
        "%n%d rejuvenations each; waits in ms%n%n"
            + "| %-34s | %-5s | %8s | %6s | %7s | %7s | %7s | %6s |%n"
            + "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |%n",
        rounds, "balancer", "", "requests", "failed", "retries", "median", "longest", "> 1 s");
    lines.stream().sorted().forEach(System.out::println);
  }

  private void measure(String sockets) throws Exception {
    Path folder = work.resolve(sockets);
    Cluster cluster = new Cluster(folder, java.resolve("bin/java"), agent, new Tomcat(tomcat));
    cluster.jvmOptions.add("-Xmx256m");
    cluster.withAll(SETTINGS + sockets);
    for (String name : List.of("s1", "s2")) {
      cluster.add(name, "primary").settings.put(Route.CHECK, Integer.toString(FreePorts.next()));
    }
    List<Server> servers = cluster.servers();
    Map<Route, Balancer> balancers = new EnumMap<>(Route.class);
    Map<Route, Waits> waits = new EnumMap<>(Route.class);
    List<WaitingClient> clients = new ArrayList<>();
    try {
      cluster.start();
      for (Route route : routes) {
        Waits of = new Waits();
        waits.put(route, of);
        if (!route.program.isEmpty()) {
          balancers.put(route, new Balancer(route, folder.resolve(route.name()), servers));
        }
      }
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      for (Route route : routes) {
        for (int i = 0; i < CLIENTS; i++) {
          Balancer balancer = balancers.get(route);
          int port = balancer == null ? servers.get(i % servers.size()).httpPort : balancer.port;
          clients.add(new WaitingClient(port, waits.get(route)));
        }
      }
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      waits.values().forEach(Waits::forget);
      for (int i = 0; i < rounds; i++) {
        Server aging = servers.get(i % servers.size());
        long began = System.nanoTime();
        cluster.rejuvenate(aging);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        waits.values().forEach(Waits::endRound);
        System.err.println(
            "bench: " + sockets + ", " + aging.name + " is back after " + seconds + " s");
      }
      for (Route route : routes) {
        Balancer balancer = balancers.get(route);
        lines.add(
            waits
                .get(route)
                .line(route.title, sockets, balancer == null ? -1 : balancer.retries()));
      }
    } finally {
      clients.forEach(WaitingClient::close);
      balancers.values().forEach(Balancer::close);
      cluster.close();
    }
  }

  private static boolean isThere(Route route) {
    boolean there =
        route.program.isEmpty()
            || Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, route.program)));
    if (!there) {
      System.err.println("bench: there is no " + route.program + " here: left out");
    }
    return there;
  }
}
