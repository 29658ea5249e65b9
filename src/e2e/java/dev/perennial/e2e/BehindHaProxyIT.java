package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.FreePorts;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.Route;
import dev.perennial.testing.consistency.SessionLoad;
import dev.perennial.testing.http.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two servers behind an HAProxy that learns from the agent alone who takes requests. The clients
 * know nothing but HAProxy's address, and never try again.
 */
@Timeout(600)
final class BehindHaProxyIT {
  /** How HAProxy asks. */
  enum Check {
    AGENT {
      @Override
      String server(Server server) {
        return "check inter 500ms agent-check agent-inter 500ms agent-port " + checkPort(server);
      }
    },
    READY {
      @Override
      String server(Server server) {
        return "check inter 500ms fall 1 rise 1 port " + server.agentPort;
      }
    };

    abstract String server(Server server);

    static String checkPort(Server server) {
      return server.settings.get("perennial.http.agent-check-port");
    }
  }

  private static Optional<Path> program;
  private static Cluster cluster;

  @BeforeAll
  static void start() throws Exception {
    program = program();
    assumeTrue(
        program.isPresent(), "skipped: there is no haproxy here (Debian: apt-get install haproxy)");
    cluster = Clusters.of("behind-haproxy", "11").with("perennial.mode", "active-active");
    try {
      for (String name : List.of("s1", "s2")) {
        cluster
            .add(name, "primary")
            .settings
            .put("perennial.http.agent-check-port", Integer.toString(FreePorts.next()));
      }
      WebApp.layTokens(cluster);
      cluster.start();
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  @AfterAll
  static void end() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @ParameterizedTest(name = "asked by {0}")
  @EnumSource(Check.class)
  void noRequestFailsWhileAServerIsRejuvenated(Check check) throws Exception {
    Server aging = cluster.get(check == Check.AGENT ? "s1" : "s2");
    long pid = aging.pid();
    try (HaProxy proxy = new HaProxy(program.orElseThrow(), cluster, check)) {
      proxy.await("s1", "UP");
      proxy.await("s2", "UP");
      try (SessionLoad load = new SessionLoad(3, 2, 0, () -> Route.to(() -> proxy.port));
          Statuses seen = new Statuses(proxy, aging.name)) {
        load.awaitMore(100);
        cluster.rejuvenate(aging);
        proxy.await(aging.name, "UP");
        newClientsReach(aging.name, proxy);

        load.finish(proxy.port).requireNoneFailed();
        assertThat(seen.all()).anyMatch(s -> s.startsWith("DOWN"));
      }
    }
    assertThat(aging.pid()).isEqualTo(pid);
    for (Server server : cluster.servers()) {
      assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
    }
  }

  /** Those that were there before stay where they have gone to. */
  private static void newClientsReach(String server, HaProxy proxy) throws IOException {
    long served = proxy.requests(server);
    try (SessionLoad load = new SessionLoad(4, 1, 0, () -> Route.to(() -> proxy.port))) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> proxy.requests(server) > served + 20);
      load.finish(proxy.port).requireNoneFailed();
    }
  }

  private static Optional<Path> program() {
    return Stream.concat(
            Stream.of(System.getenv().getOrDefault("PATH", "").split(":")),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(folder -> Path.of(folder, "haproxy"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** An HAProxy of its own, ended with the test. */
  private static final class HaProxy implements AutoCloseable {
    final int port = FreePorts.next();
    private final int statsPort = FreePorts.next();
    private final Process process;

    HaProxy(Path program, Cluster cluster, Check check) throws IOException {
      Path folder = cluster.get("s1").base.getParent();
      Path file = folder.resolve("haproxy.cfg");
      Files.writeString(file, configuration(cluster, check));
      process =
          new ProcessBuilder(program.toString(), "-db", "-f", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("haproxy.log").toFile())
              .start();
    }

    private String configuration(Cluster cluster, Check check) {
      StringBuilder text = new StringBuilder();
      text.append(
          """
          defaults
              mode http
              timeout connect 5s
              timeout client 60s
              timeout server 60s
              option redispatch
          frontend shop
              bind 127.0.0.1:%d
              default_backend servers
          frontend stats
              bind 127.0.0.1:%d
              stats enable
              stats uri /stats
          backend servers
              balance roundrobin
              stick-table type string len 64 size 10k
              stick on req.cook(JSESSIONID)
              stick store-response res.cook(JSESSIONID)
          """
              .formatted(port, statsPort));
      if (check == Check.READY) {
        text.append("    option httpchk GET /ready\n");
      }
      for (Server server : cluster.servers()) {
        text.append(
            "    server %s 127.0.0.1:%d %s%n"
                .formatted(server.name, server.httpPort, check.server(server)));
      }
      return text.toString();
    }

    void await(String server, String status) {
      Awaitility.await(server + " " + status + " at HAProxy")
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(50))
          .ignoreExceptions()
          .until(() -> figure(server, "status").startsWith(status));
    }

    long requests(String server) throws IOException {
      return Long.parseLong(figure(server, "stot"));
    }

    String figure(String server, String name) throws IOException {
      List<String> lines = Http.get(statsPort, "/stats;csv").body().lines().toList();
      int column = List.of(lines.get(0).split(",", -1)).indexOf(name);
      return lines.stream()
          .filter(line -> line.startsWith("servers," + server + ","))
          .findFirst()
          .orElseThrow()
          .split(",", -1)[column];
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Notes every status that HAProxy shows for a server. */
  private static final class Statuses implements AutoCloseable {
    private final Set<String> all = new TreeSet<>();
    private final Thread thread;
    private volatile boolean stop;

    Statuses(HaProxy proxy, String server) {
      thread = new Thread(() -> run(proxy, server), "statuses");
      thread.start();
    }

    private void run(HaProxy proxy, String server) {
      while (!stop) {
        try {
          String status = proxy.figure(server, "status");
          synchronized (all) {
            all.add(status);
          }
          TimeUnit.MILLISECONDS.sleep(20);
        } catch (IOException | InterruptedException e) {
          // HAProxy has ended, and so does the test.
          return;
        }
      }
    }

    Set<String> all() {
      synchronized (all) {
        return new TreeSet<>(all);
      }
    }

    @Override
    public void close() {
      stop = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
