package dev.perennial.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;

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

  public static void main(String[] args) throws Exception {
    boolean valid = args.length == 0 || (args.length == 2 && args[0].equals("--rounds"));
    if (!valid || (args.length == 2 && !args[1].matches("[1-9][0-9]{0,2}"))) {
      System.err.println("src/bench/run --balancers [--rounds N]   (5; 1 to 999)");
      System.exit(2);
      return;
    }
    int rounds = args.length == 0 ? 5 : Integer.parseInt(args[1]);
    Path work = Files.createTempDirectory("perennial-bench");
    boolean done = false;
    try {
      new Balancers(rounds, work).run();
      done = true;
    } finally {
      if (done) {
        try (Stream<Path> all = Files.walk(work)) {
          all.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
        }
      } else {
        System.err.println("bench: failed; the servers' files are in " + work);
      }
    }
  }

  private void run() throws IOException, InterruptedException, JMException {
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

  private void measure(String sockets) throws IOException, InterruptedException, JMException {
    Path folder = work.resolve(sockets);
    List<ClusterServer> servers =
        List.of(
            new ClusterServer("s1", folder.resolve("s1")),
            new ClusterServer("s2", folder.resolve("s2")));
    String members =
        servers.stream().map(s -> "127.0.0.1:" + s.clusterPort).collect(Collectors.joining(";"));
    Map<Route, Balancer> balancers = new EnumMap<>(Route.class);
    Map<Route, Waits> waits = new EnumMap<>(Route.class);
    List<WaitingClient> clients = new ArrayList<>();
    try {
      for (ClusterServer server : servers) {
        Path base = folder.resolve(server.name);
        TomcatFolder.lay(tomcat, base, server.port);
        server.start(
            List.of(java.resolve("bin/java").toString(), "-Xmx256m"),
            agent,
            SETTINGS + sockets,
            members,
            TomcatFolder.command(tomcat, base));
      }
      for (ClusterServer server : servers) {
        server.awaitService("none");
      }
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
          int port = balancer == null ? servers.get(i % servers.size()).port : balancer.port;
          clients.add(new WaitingClient(port, waits.get(route)));
        }
      }
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      waits.values().forEach(Waits::forget);
      for (int i = 0; i < rounds; i++) {
        ClusterServer aging = servers.get(i % servers.size());
        Object before = aging.life();
        long began = System.nanoTime();
        aging.rejuvenate();
        aging.awaitService(before);
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
      servers.forEach(ClusterServer::close);
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
