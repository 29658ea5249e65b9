package dev.perennial.sample.demo;

import dev.perennial.sample.client.Traffic;
import dev.perennial.sample.client.TrafficSettings;
import dev.perennial.testing.cluster.ClusterStatus;
import dev.perennial.testing.cluster.Folders;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.cluster.ServerStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One run of the demo from start to table. Used by one thread, once. */
final class DemoRun {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final int EXAMPLES = 5;
  private static final int LAST_LINES = 8;

  private final DemoOptions options;
  private final Path agent;
  private final Screen screen;
  private final Map<String, Integer> timesAged = new TreeMap<>();
  private final List<RoundResult> results = new ArrayList<>();
  private volatile boolean kept;

  DemoRun(DemoOptions options, Path agent, Screen screen) {
    this.options = options;
    this.agent = agent;
    this.screen = screen;
  }

  /** Returns whether all went as it should. */
  boolean run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("perennial-demo");
    DemoCluster cluster = new DemoCluster(options, agent, folder);
    // However this process ends, short of a kill -9, its servers end with it.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(cluster), "demo-end"));
    boolean passed = false;
    try (Traffic traffic = new Traffic(options.traffic(), cluster.endpoints())) {
      Live live = new Live(cluster, options.withAgent(), screen, traffic);
      String problem = play(cluster, live, traffic);
      traffic.finish();
      DemoResult result =
          new DemoResult(options.mode(), options.rounds(), results, traffic.figures());
      passed = problem.isEmpty() && result.passed();
      conclude(result, problem, traffic.examples(EXAMPLES));
      Path log = folder.resolve("client.log");
      Files.write(log, traffic.examples(Integer.MAX_VALUE));
      Files.write(log, traffic.refusals(), StandardOpenOption.APPEND);
    } finally {
      if (options.keep()) {
        keep(cluster);
      }
      if (passed && !options.keep()) {
        end(cluster);
        Folders.delete(folder);
      } else {
        whereToLook(cluster, folder);
      }
    }
    return passed;
  }

  /** Returns why it did not come to the end; empty if it did. */
  private String play(DemoCluster cluster, Live live, Traffic traffic)
      throws IOException, InterruptedException {
    try {
      begin(cluster, live, traffic);
      for (int round = 1; round <= options.rounds(); round++) {
        awaitInService(cluster, live);
        screen.say("--- round " + round + " of " + options.rounds());
        Server aging = cluster.server(nextToAge(cluster, live));
        timesAged.merge(aging.name, 1, Integer::sum);
        RoundResult result = new Round(cluster, aging, traffic, live, screen, options).run();
        results.add(result);
        if (!result.problem().isEmpty()) {
          throw new DemoFailure(result.problem());
        }
        screen.say(result.server() + " is back after " + result.verdictToBackMillis() + " ms");
      }
      return "";
    } catch (DemoFailure e) {
      screen.say("stopped: " + e.getMessage());
      return String.valueOf(e.getMessage());
    }
  }

  private void begin(DemoCluster cluster, Live live, Traffic traffic)
      throws IOException, InterruptedException {
    introduce(cluster);
    cluster.start();
    awaitInService(cluster, live);
    screen.say("all servers are in service");
    TrafficSettings load = options.traffic();
    screen.say(
        "client starts: "
            + load.sessions()
            + " sessions, "
            + load.requestsPerSecond()
            + " requests/s");
    traffic.start();
    look(live, options.scale().warmUp());
  }

  private void introduce(DemoCluster cluster) {
    screen.plain(
        "Perennial demo, " + (options.withAgent() ? options.mode().text() : "WITHOUT the agent"));
    if (options.withAgent()) {
      screen.plain("Settings that are not the defaults, so that it fits into minutes:");
      options.scale().settings().forEach(s -> screen.plain("  " + s));
    }
    if (!options.scale().text().isEmpty()) {
      screen.plain(options.scale().text());
    }
    if (options.sabotage() != null) {
      screen.plain("SABOTAGED: " + options.sabotage() + " is planted, so this run must fail.");
    }
    for (Server server : cluster.servers()) {
      String role = server.settings.get("perennial.role");
      screen.say(server.name + " starts as " + role + ": shop at " + url(server.httpPort));
    }
  }

  private void awaitInService(DemoCluster cluster, Live live) throws InterruptedException {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (!inService(cluster, live)) {
      if (System.nanoTime() > end) {
        throw new DemoFailure(
            "the servers were not all in service within " + START_LIMIT.toSeconds() + " s");
      }
    }
  }

  private boolean inService(DemoCluster cluster, Live live) throws InterruptedException {
    ClusterStatus status = live.look("");
    for (Server server : cluster.servers()) {
      boolean serves =
          options.withAgent()
              ? status
                  .server(server.name)
                  .filter(ServerStatus::inService)
                  .filter(s -> !s.verdict().isEmpty())
                  .isPresent()
              : Health.of(server).isPresent();
      if (!serves) {
        return false;
      }
    }
    return true;
  }

  private String nextToAge(DemoCluster cluster, Live live) throws InterruptedException {
    List<String> primaries =
        options.withAgent()
            ? live.look("").servers().stream()
                .filter(s -> s.role().equals("PRIMARY"))
                .map(ServerStatus::name)
                .toList()
            : cluster.servers().stream().map(s -> s.name).toList();
    return primaries.stream()
        .min(Comparator.comparing((String s) -> timesAged.getOrDefault(s, 0)).thenComparing(s -> s))
        .orElseThrow(() -> new DemoFailure("there is no primary"));
  }

  private static void look(Live live, Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      live.look("");
    }
  }

  private void conclude(DemoResult result, String problem, List<String> examples)
      throws IOException {
    screen.plain("");
    ResultTable.lines(result).forEach(screen::plain);
    screen.plain("");
    examples.forEach(e -> screen.plain("  " + e));
    screen.plain("  " + result.verdict(problem));
    Path json = options.json();
    if (json != null) {
      Files.writeString(json, result.json() + "\n");
    }
  }

  private void whereToLook(DemoCluster cluster, Path folder) throws IOException {
    screen.plain("  What was seen and said is in " + folder + ":");
    screen.plain("    client.log            what the client has found wrong, with the time");
    for (Server server : cluster.servers()) {
      screen.plain(
          String.format(
              Locale.ROOT,
              "    %-21s what %s printed%s",
              folder.relativize(server.log()),
              server.name,
              options.withAgent()
                  ? "; its agent: "
                      + folder.relativize(server.agentFolder().resolve("perennial.log"))
                  : ""));
      if (!server.isAlive() && Files.isReadable(server.log())) {
        String text = Files.readString(server.log(), StandardCharsets.ISO_8859_1);
        List<String> lines = text.lines().toList();
        lines
            .subList(Math.max(0, lines.size() - LAST_LINES), lines.size())
            .forEach(line -> screen.plain("      " + line));
      }
    }
  }

  private void keep(DemoCluster cluster) {
    kept = true;
    screen.plain("  The cluster goes on:");
    StringBuilder pids = new StringBuilder();
    for (Server server : cluster.servers()) {
      pids.append(' ').append(server.pid());
      screen.plain("  " + server.name + "  shop " + url(server.httpPort) + "/");
      if (options.withAgent()) {
        for (String path : List.of("/cluster", "/ready", "/live", "/metrics")) {
          screen.plain("      agent " + url(server.agentPort) + path);
        }
      }
      screen.plain("      JMX 127.0.0.1:" + server.jmxPort + ", pid " + server.pid());
    }
    screen.plain("  To end it: kill" + pids);
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }

  private void end(DemoCluster cluster) {
    if (!kept) {
      cluster.close();
    }
  }
}
