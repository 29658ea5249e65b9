package dev.perennial.bench.matrix;

import dev.perennial.bench.ClusterServer;
import dev.perennial.bench.Jdk;
import dev.perennial.sample.client.Endpoint;
import dev.perennial.sample.client.Traffic;
import dev.perennial.sample.client.TrafficSettings;
import dev.perennial.sample.demo.ClusterStatus;
import dev.perennial.sample.demo.Http;
import dev.perennial.sample.demo.ServerStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;

/** A primary that goes through something, a spare, and light load. */
final class Pair implements AutoCloseable {
  static final String MEMORY = "-Xmx128m -XX:MaxMetaspaceSize=112m -XX:MaxDirectMemorySize=64m";
  static final int MOST_FILES = 400;
  static final int MOST_THREADS = 300;
  static final String SETTINGS = "quiet.wait=5s,min-uptime=20s,warmup=5s,emergency=restart";

  /** What dies within minutes is to be judged within less; what is healthy meets the defaults. */
  static final String HASTE = "hold-time=10s,forecast.young=1m";

  private static final TrafficSettings LOAD =
      new TrafficSettings(20, 15, Duration.ofSeconds(30), Duration.ofMillis(250), 200);
  private static final Pattern SUSPECT = Pattern.compile("(?m)^  class .*\n  (\\S+)");
  private static final String CLASSES =
      Work.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  private static final int START_SECONDS = 120;

  /** A limit on threads counts all of a user, and does not hold for root. */
  private static final AtomicInteger USERS = new AtomicInteger(61_300);

  private final Trial trial;
  private final Path folder;
  private final Http http;
  private final ClusterServer primary;
  private final ClusterServer spare;
  private final Traffic traffic;

  Pair(Trial trial, Path folder, Http http) {
    this.trial = trial;
    this.folder = folder;
    this.http = http;
    primary = new ClusterServer("s1", folder.resolve("s1"));
    spare = new ClusterServer("s2", folder.resolve("s2"));
    traffic = new Traffic(LOAD, List.of(endpoint(primary), endpoint(spare)));
  }

  private static Endpoint endpoint(ClusterServer server) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return new Endpoint(
        server.name,
        new InetSocketAddress(loopback, server.port),
        new InetSocketAddress(loopback, server.agentPort),
        "/ready");
  }

  /** Returns when both are in service and under load. */
  void start() throws IOException, InterruptedException {
    start(primary, "primary", trial.stress().work);
    start(spare, "spare", "");
    primary.awaitService("none");
    spare.awaitService("none");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!primary().map(ServerStatus::inService).orElse(false)) {
      if (System.nanoTime() > end) {
        throw new IOException("the spare does not see the primary; see " + folder);
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    traffic.start();
  }

  private void start(ClusterServer server, String role, String work) throws IOException {
    Path base = folder.resolve(server.name);
    for (Path each : List.of(folder, base, base.resolve("temp"))) {
      Files.createDirectories(each);
      // It may be another user's program.
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    List<String> java = new ArrayList<>(limits());
    java.add(trial.java().resolve("bin/java").toString());
    java.add("-XX:+Use" + trial.collector() + "GC");
    java.addAll(List.of(MEMORY.split(" ", -1)));
    String haste = trial.stress().end == Stress.End.LEFT_ALONE ? "" : "," + HASTE;
    List<String> program =
        List.of(
            "-Djava.io.tmpdir=" + base.resolve("temp"),
            "-Dshop.name=" + server.name,
            "-Dshop.port=" + server.port,
            "-cp",
            CLASSES + ":" + System.getProperty("bench.shop"),
            Work.class.getName(),
            work.isEmpty() ? "nothing" : work);
    server.start(
        java,
        Path.of(System.getProperty("bench.agent")),
        "role=" + role + ",action=" + trial.action() + "," + SETTINGS + haste,
        "127.0.0.1:" + primary.clusterPort + ";127.0.0.1:" + spare.clusterPort,
        program);
  }

  private List<String> limits() {
    return switch (trial.stress().indicator) {
      case "files" -> List.of("prlimit", "--nofile=" + MOST_FILES);
      case "threads" ->
          List.of(
              "setpriv",
              "--reuid=" + USERS.incrementAndGet(),
              "--clear-groups",
              "prlimit",
              "--nproc=" + MOST_THREADS);
      default -> List.of();
    };
  }

  /** Lets it begin, where it has not from the start. */
  void begin() throws IOException, InterruptedException {
    if (!trial.stress().fault.isEmpty()) {
      leak(trial.stress().rate());
    } else if (trial.stress().end != Stress.End.LEFT_ALONE) {
      primary.tell();
    }
  }

  /** Has the shop leak so much a second. */
  void leak(int rate) throws IOException, InterruptedException {
    String path = "/admin/fault?kind=" + trial.stress().kind() + "&rate=" + rate;
    if (http.post("http://127.0.0.1:" + primary.port + path).isEmpty()) {
      throw new IOException("the shop does not take the fault");
    }
  }

  /** Returns the primary as the spare sees it: that one has nothing to suffer from. */
  Optional<ServerStatus> primary() throws InterruptedException {
    return http.get("http://127.0.0.1:" + spare.agentPort + "/cluster")
        .map(ClusterStatus::of)
        .flatMap(c -> c.server(primary.name));
  }

  boolean isAlive() {
    return primary.isAlive();
  }

  /** Returns the level of the indicator that matters, 0 to 1; NaN if nobody has read it yet. */
  double level() {
    try {
      return (Double)
          primary.attribute("perennial:type=Indicator,name=" + trial.stress().indicator, "Level");
    } catch (IOException | JMException e) {
      return Double.NaN;
    }
  }

  /** Returns what the primary's agent has logged, over all its lives. */
  String log() throws IOException {
    Path log = folder.resolve("s1/agent/perennial.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /** Returns the class that the primary's evidence names first; empty if there is none. */
  String suspect() throws IOException {
    Path evidence = folder.resolve("s1/agent/evidence");
    if (!Files.isDirectory(evidence)) {
      return "";
    }
    try (Stream<Path> all = Files.walk(evidence)) {
      Optional<Path> report =
          all.filter(p -> p.endsWith("report.txt")).max(Comparator.naturalOrder());
      Matcher first = SUSPECT.matcher(report.isPresent() ? Files.readString(report.get()) : "");
      return first.find() ? first.group(1) : "";
    }
  }

  Traffic traffic() {
    return traffic;
  }

  @Override
  public void close() {
    primary.close();
    spare.close();
    traffic.close();
  }

  /** Tells whether threads can be limited here. */
  static boolean canLimitThreads() throws InterruptedException {
    List<String> probe =
        List.of(
            "setpriv",
            "--reuid=61300",
            "--clear-groups",
            "prlimit",
            "--nproc=" + MOST_THREADS,
            "test",
            "-r",
            System.getProperty("bench.agent"));
    return Jdk.succeeds(probe);
  }
}
