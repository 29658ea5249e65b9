package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.FreePorts;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** An HAProxy of the test's own, which follows the example in {@code src/dist}; ended with it. */
final class HaProxy implements AutoCloseable {
  /** How HAProxy asks: each is a backend of the example. */
  enum Check {
    AGENT("shop-by-agent-check"),
    READY("shop");

    final String backend;

    Check(String backend) {
      this.backend = backend;
    }
  }

  final int port = FreePorts.next();
  private final int statsPort = FreePorts.next();
  private final String backend;
  private final Process process;

  HaProxy(Path program, Cluster cluster, Check check) throws IOException {
    backend = check.backend;
    Path folder = cluster.get("s1").base.getParent();
    Path file = folder.resolve("haproxy.cfg");
    Files.writeString(file, frontends() + example(cluster));
    process =
        new ProcessBuilder(program.toString(), "-db", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("haproxy.log").toFile())
            .start();
  }

  /** Returns where HAProxy is on this machine; empty if it is not. */
  static Optional<Path> program() {
    return Stream.concat(
            Stream.of(System.getenv().getOrDefault("PATH", "").split(":")),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(folder -> Path.of(folder, "haproxy"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private String frontends() {
    return """
    defaults
        mode http
        timeout connect 5s
        timeout client 60s
        timeout server 60s
    frontend clients
        bind 127.0.0.1:%d
        default_backend %s
    frontend stats
        bind 127.0.0.1:%d
        stats enable
        stats uri /stats
    """
        .formatted(port, backend, statsPort);
  }

  /** On three machines all agents have the ports of the example; here each has its own. */
  private static String example(Cluster cluster) throws IOException {
    String text = Files.readString(Path.of("../dist/haproxy.cfg"));
    text = replace(text, "check port 9470 inter", "check inter");
    text = replace(text, " agent-port 9471 ", " ");
    int backends = text.indexOf("backend " + Check.AGENT.backend);
    String ready = text.substring(0, backends);
    String agent = text.substring(backends);
    for (Server server : cluster.servers()) {
      String checkPort = server.settings.get("perennial.http.agent-check-port");
      ready = at(server.name, server.httpPort, " port " + server.agentPort, ready);
      agent = at(server.name, server.httpPort, " agent-port " + checkPort, agent);
    }
    // The third of the example is not started: nobody listens there.
    int closed = FreePorts.next();
    return at("s3", closed, " port " + closed, ready)
        + at("s3", closed, " agent-port " + closed, agent);
  }

  private static String at(String server, int port, String agent, String text) {
    String line = "server " + server + " 10.0.0." + server.substring(1) + ":8080";
    return replace(text, line, "server " + server + " 127.0.0.1:" + port + agent);
  }

  private static String replace(String text, String what, String by) {
    assertThat(text).as("the example for HAProxy").containsOnlyOnce(what);
    return text.replace(what, by);
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
        .filter(line -> line.startsWith(backend + "," + server + ","))
        .findFirst()
        .orElseThrow()
        .split(",", -1)[column];
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
