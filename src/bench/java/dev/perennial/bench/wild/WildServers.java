package dev.perennial.bench.wild;

import dev.perennial.bench.Rounds;
import dev.perennial.testing.cluster.Application;
import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.cluster.Tomcat;
import dev.perennial.testing.http.Http;
import dev.perennial.testing.http.HttpRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The processes of one row: the program with its agent, and the spare beside it, if any. */
final class WildServers implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
  private static final String OWN = System.getProperty("java.class.path");

  private final WildCase row;
  private final Path folder;
  private final Cluster cluster;
  private final Server server;

  WildServers(WildCase row, Path folder, List<String> launcher) throws IOException {
    this.row = row;
    this.folder = folder;
    this.cluster =
        new Cluster(
            folder,
            row.java().resolve("bin/java"),
            Path.of(System.getProperty("bench.agent")),
            new Programs());
    cluster.jvmOptions.addAll(List.of(row.setup().vm().split(" ", -1)));
    cluster.withAll(row.setup().settings());
    this.server = cluster.add("s1", "primary");
    server.launcher.addAll(launcher);
    if (row.setup().peer()) {
      cluster.add("s2", "spare");
    }
  }

  /** What runs: the program, and in a spare what it is without its work. */
  private final class Programs implements Application {
    private final Tomcat tomcat = new Tomcat(Path.of(System.getProperty("bench.tomcat", "")));

    @Override
    public void lay(Server laid) throws IOException {
      if (isTomcat()) {
        tomcat.lay(laid);
      } else {
        Files.createDirectories(laid.base.resolve("temp"));
      }
    }

    @Override
    public List<String> command(Server started) {
      String port = "-Dshop.port=" + started.httpPort;
      String rounds = Rounds.option(rounds(started));
      String main = "dev.perennial.bench.";
      String work = started.name.equals("s1") ? row.setup().work() : "nothing";
      return switch (row.setup().program()) {
        case TOMCAT -> tomcat.command(started);
        case SHOP -> List.of("-Dshop.name=s", port, "-cp", OWN, main + "matrix.Work", "nothing");
        case SHOP_AND_WORK ->
            List.of(rounds, "-Dshop.name=s", port, "-cp", OWN, main + "matrix.Work", work);
        case OWN -> List.of(port, "-cp", OWN, main + "wild.WildProgram", work);
        case COMPILER ->
            List.of("-cp", OWN, main + "exam.recording.CompilerLoop", started.base.toString());
      };
    }

    @Override
    public String path() {
      return isTomcat() ? tomcat.path() : "/health";
    }
  }

  private static Path rounds(Server of) {
    return of.base.resolve("rounds");
  }

  /** Returns when all are there, and the guard, if there is to be one. */
  void start() throws IOException {
    if (row.setup().peer()) {
      cluster.start();
    } else {
      cluster.start(server);
    }
    String sign =
        row.setup().settings().contains("emergency=restart")
            ? "the guard is ready"
            : "the agent has started";
    awaitSaid(sign);
    if (serves()) {
      cluster.awaitHttp(server);
    }
    if (row.expected() == Expected.EVIDENCE) {
      // What it needs is tried once the server is warm.
      awaitSaid("figures of the young server are noted");
    }
  }

  boolean serves() {
    return switch (row.setup().program()) {
      case TOMCAT, SHOP, SHOP_AND_WORK -> true;
      case OWN -> row.setup().work().startsWith("failing");
      case COMPILER -> false;
    };
  }

  private void awaitSaid(String words) {
    Awaitility.await("\"" + words + "\", see " + folder)
        .atMost(START_LIMIT)
        .ignoreExceptions()
        .until(() -> server.agentLog().contains(words));
  }

  /** Returns whether it is the Tomcat that nobody asks anything. */
  boolean isTomcat() {
    return row.setup().program() == Setup.Program.TOMCAT;
  }

  /** Lets it begin, where it has not from the start. */
  void begin() throws IOException {
    switch (row.setup().program()) {
      case SHOP -> {
        String[] fault = row.setup().work().split(":", 2);
        String path = "/admin/fault?kind=" + fault[0] + "&rate=" + fault[1];
        if (Http.ok(server.httpPort, HttpRequest.post(path, ""), ANSWER_LIMIT).isEmpty()) {
          throw new IOException("the shop does not take the fault");
        }
      }
      case SHOP_AND_WORK, OWN -> {
        server.process().getOutputStream().write('x');
        server.process().getOutputStream().flush();
      }
      case TOMCAT, COMPILER -> {}
    }
  }

  Server server() {
    return server;
  }

  /** Returns what the agent has logged, over all lives. */
  String log() throws IOException {
    Path log = server.agentFolder().resolve("perennial.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /** Returns what the process has printed, over all lives. */
  String output() throws IOException {
    return Files.readString(server.log());
  }

  long rounds() throws IOException {
    return Rounds.read(rounds(server));
  }

  /** Returns whether evidence was saved that has something in it. */
  boolean hasEvidence() throws IOException {
    Path evidence = server.agentFolder().resolve("evidence");
    if (!Files.isDirectory(evidence)) {
      return false;
    }
    try (Stream<Path> all = Files.walk(evidence)) {
      return all.filter(f -> f.endsWith("report.txt")).anyMatch(f -> f.toFile().length() > 0);
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
