package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.FreePorts;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every mistake gives one clear message (what, the given value, what is allowed, what to do), and
 * the application runs on. Each message by itself is tested where it is made ({@code SettingsTest},
 * {@code ClusterSecretTest}, {@code ClusterSettingsTest}); here it reaches the operator. See {@link
 * NoSwitchIT} for what is wrong with a server and not with its settings, and {@link JdkToolIT}.
 */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
final class BadInputIT {
  @Test
  void allMistakesAreReportedTogetherAndTheContainerIsUnharmed() throws Exception {
    try (Cluster cluster = Clusters.of("several-mistakes", "11")) {
      Server server = cluster.add("s1", "primary");
      server.settings.put("perennial.hold-time", "soon");
      server.settings.put("perennial.http.port", "99999");
      server.settings.put("perennial.colour", "green");
      server.settings.put("perennial.rol", "spare");
      server.settings.put("perennial.config", "/nonexistent/perennial.properties");
      server.settings.put("perennial.secret.file", "/nonexistent/secret");
      cluster.start(server);
      cluster.awaitHttp(server);
      awaitSaid(
          server,
          "perennial.hold-time=soon (agent argument): allowed is a time from 0ms to 7d",
          "perennial.http.port=99999 (agent argument): allowed is a whole number from 0 to 65535",
          "perennial.colour=green (agent argument): there is no such key",
          "perennial.rol=spare (agent argument): there is no such key; did you mean"
              + " perennial.role?",
          "perennial.config=/nonexistent/perennial.properties (agent argument): the file cannot be"
              + " read",
          "allowed is a properties file in UTF-8",
          "perennial.secret.file: /nonexistent/secret cannot be read",
          "the agent does nothing until this is mended (mistakes: 6)");
      ExampleSession session = ExampleSession.open(server.httpPort);
      session.write(server.httpPort, "colour", "green");
      session.expect(server.httpPort, "colour", "green");
    }
  }

  @Test
  void takenPortsAreNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Cluster cluster = Clusters.of("taken-ports", "11")) {
      String port = Integer.toString(taken.getLocalPort());
      Server server = plain(cluster, "s1");
      server.settings.put("perennial.cluster.port", port);
      server.settings.put("perennial.http.port", port);
      startAndExpect(
          cluster,
          server,
          "this server goes on alone: perennial.cluster.port: "
              + port
              + " on 127.0.0.1 is in use by another process; give this server another port from 1"
              + " to 65535, or end that process",
          "the HTTP endpoint cannot listen at 127.0.0.1:" + port,
          "Set perennial.http.port to a free port, or to 0 for any. A process of user "
              + Files.getAttribute(server.base, "unix:uid")
              + " has it");
    }
  }

  @Test
  @Tag("full")
  void aSecretFileThatCannotBeReadIsNamed() throws Exception {
    try (Cluster cluster = Clusters.of("secret-file", "11")) {
      Server server = plain(cluster, "s1");
      server.settings.put("perennial.secret.file", "/nonexistent/secret");
      startAndExpect(
          cluster,
          server,
          "perennial.secret.file: /nonexistent/secret cannot be read",
          "give a file this user can read, or make one with",
          "this server goes on alone");
    }
  }

  @Test
  @Tag("full")
  void aSecretFileThatOthersCanReadIsRefused() throws Exception {
    try (Cluster cluster = Clusters.of("public-secret", "11")) {
      Server server = plain(cluster, "s1");
      Path secret = Files.writeString(server.base.resolve("secret"), "a secret everybody can read");
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
      server.settings.put("perennial.secret.file", secret.toString());
      startAndExpect(
          cluster,
          server,
          "perennial.secret.file: " + secret + " can be read or written by others (rw-r--r--;",
          "chmod 600 " + secret,
          "this server goes on alone");
    }
  }

  @Test
  @Tag("full")
  void aSecretThatAnybodyWouldTryFirstIsRefused() throws Exception {
    try (Cluster cluster = Clusters.of("weak-secret", "11")) {
      Server server = plain(cluster, "s1");
      server.environment.put("PERENNIAL_SECRET", "changeme-changeme-123");
      startAndExpect(
          cluster,
          server,
          "the secret from the environment variable PERENNIAL_SECRET can be guessed: it is made of"
              + " the words that examples have; make one with: head -c 32 /dev/urandom",
          "this server goes on alone");
    }
  }

  @Test
  void withoutASecretNothingButLoopbackIsBound() throws Exception {
    try (Cluster cluster = Clusters.of("missing-secret", "11")) {
      Server server = plain(cluster, "s1");
      server.environment.clear();
      server.jvmOptions.add("-Duser.home=" + server.base);
      server.settings.put("perennial.cluster.bind", "192.0.2.1");
      startAndExpect(
          cluster,
          server,
          "perennial.cluster.bind: 192.0.2.1 is not a loopback address, which needs a secret that"
              + " all servers share; set perennial.secret.file or PERENNIAL_SECRET, or bind to"
              + " 127.0.0.1; this server goes on alone");
    }
  }

  @Test
  void aWrongSecretIsRefusedAndTheClusterUnharmed() throws Exception {
    try (Cluster cluster = Clusters.of("wrong-secret", "11")) {
      Server right = plain(cluster, "s1");
      Server wrong = plain(cluster, "s2");
      Path secret = wrong.base.resolve("secret");
      Files.writeString(secret, "another secret than the others have");
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
      wrong.settings.put("perennial.secret.file", secret.toString());
      cluster.start(right);
      cluster.awaitStage(right, "IN_SERVICE");

      startAndExpect(
          cluster,
          wrong,
          "the secret was refused by ",
          ":" + right.clusterPort + ": the peer refused our secret",
          "this server's secret comes from the file " + secret,
          "both must be the same on all servers");

      assertThat(right.attribute(Server.SERVER_BEAN, "Stage")).isEqualTo("IN_SERVICE");
      assertThat((String[]) right.attribute("perennial:type=Cluster", "Alive"))
          .containsExactly("s1");
      assertThat(Http.get(right.httpPort, "/").body()).isEqualTo("plain");
    }
  }

  @Test
  @Tag("full")
  void aServerWhoseMembersCannotBeReachedServesAlone() throws Exception {
    try (Cluster cluster = Clusters.of("unreachable-members", "11")) {
      Server server = plain(cluster, "s1");
      String member = "127.0.0.1:" + FreePorts.next();
      server.settings.put("perennial.cluster.members", member);
      startAndExpect(
          cluster,
          server,
          "perennial.cluster.members=" + member + " (agent argument): none of them answers",
          "allowed is host:port",
          "start them, or correct the list");
      cluster.awaitStage(server, "IN_SERVICE");
    }
  }

  private static Server plain(Cluster cluster, String name) throws Exception {
    Server server = cluster.add(name, "primary");
    PlainServer.in(server);
    return server;
  }

  private static void startAndExpect(Cluster cluster, Server server, String... inLog)
      throws Exception {
    cluster.start(server);
    cluster.awaitHttp(server);
    awaitSaid(server, inLog);
    assertThat(Http.get(server.httpPort, "/").body()).isEqualTo("plain");
  }

  /** Waits for words on the error stream, where people look first. */
  private static void awaitSaid(Server server, String... words) {
    for (String word : List.of(words)) {
      Awaitility.await("\"" + word + "\" in " + server.log())
          .atMost(Duration.ofMinutes(1))
          .until(() -> Files.readString(server.log()).contains(word));
    }
  }
}
