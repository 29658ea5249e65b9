package dev.perennial.bench.matrix;

import dev.perennial.bench.Jdk;
import dev.perennial.sample.client.Endpoint;
import dev.perennial.sample.client.Traffic;
import dev.perennial.sample.client.TrafficSettings;
import dev.perennial.testing.cluster.Application;
import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.cluster.ServerStatus;
import dev.perennial.testing.http.Http;
import dev.perennial.testing.http.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import org.awaitility.Awaitility;

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
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

  /** A limit on threads counts all of a user, and does not hold for root. */
  private static final AtomicInteger USERS = new AtomicInteger(61_300);

  private final Trial trial;
  private final Path folder;
  private final Cluster cluster;
  private final Server primary;
  private final Server spare;
  private final Traffic traffic;

  Pair(Trial trial, Path folder) throws IOException {
    this.trial = trial;
    this.folder = folder;
    open(folder);
    cluster =
        new Cluster(
            folder,
            trial.java().resolve("bin/java"),
            Path.of(System.getProperty("bench.agent")),
            new WorkProgram());
    cluster.jvmOptions.add("-XX:+Use" + trial.collector() + "GC");
    cluster.jvmOptions.addAll(List.of(MEMORY.split(" ", -1)));
    cluster.with("perennial.action", trial.action()).withAll(SETTINGS);
    if (trial.stress().end != Stress.End.LEFT_ALONE) {
      cluster.withAll(HASTE);
    }
    primary = cluster.add("s1", "primary");
    spare = cluster.add("s2", "spare");
    traffic = new Traffic(LOAD, List.of(endpoint(primary), endpoint(spare)));
  }

  private static Endpoint endpoint(Server server) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return new Endpoint(
        server.name,
        new InetSocketAddress(loopback, server.httpPort),
        new InetSocketAddress(loopback, server.agentPort),
        "/ready");
  }

  /** The server may be another user's program. */
  private static void open(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /** The shop, or what works beside it; only the primary does. */
  private final class WorkProgram implements Application {
    @Override
    public void lay(Server server) throws IOException {
      open(server.base);
      open(server.base.resolve("temp"));
    }

    @Override
    public List<String> command(Server server) {
      String work = server == primary ? trial.stress().work : "";
      return List.of(
          "-Dshop.name=" + server.name,
          "-Dshop.port=" + server.httpPort,
          "-cp",
          CLASSES + ":" + System.getProperty("bench.shop"),
          Work.class.getName(),
          work.isEmpty() ? "nothing" : work);
    }

    @Override
    public String path() {
      return "/health";
    }
  }

  /** Returns when both are in service and under load. */
  void start() throws IOException {
    primary.launcher.addAll(limits());
    spare.launcher.addAll(limits());
    cluster.start();
    Awaitility.await("the spare sees the primary in service, see " + folder)
        .atMost(START_LIMIT)
        .until(() -> primary().map(ServerStatus::inService).orElse(false));
    traffic.start();
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
  void begin() throws IOException {
    if (!trial.stress().fault.isEmpty()) {
      leak(trial.stress().rate());
    } else if (trial.stress().end != Stress.End.LEFT_ALONE) {
      primary.process().getOutputStream().write('x');
      primary.process().getOutputStream().flush();
    }
  }

  /** Has the shop leak so much a second. */
  void leak(int rate) throws IOException {
    String path = "/admin/fault?kind=" + trial.stress().kind() + "&rate=" + rate;
    if (Http.ok(primary.httpPort, HttpRequest.post(path, ""), ANSWER_LIMIT).isEmpty()) {
      throw new IOException("the shop does not take the fault");
    }
  }

  /** Returns the primary as the spare sees it: that one has nothing to suffer from. */
  Optional<ServerStatus> primary() {
    return spare.cluster().flatMap(c -> c.server(primary.name));
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
    cluster.close();
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
