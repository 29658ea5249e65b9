package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every mistake gives one clear message, and the application runs on. */
@Timeout(180)
final class BadInputIT {
  @Test
  void anUnknownKeyIsNamedWithTheNearestKnownOne() throws Exception {
    expect("unknown-key", "perennial.rol", "spare", "perennial.rol", "perennial.role");
  }

  @Test
  void aBadValueIsNamedWithWhatIsAllowed() throws Exception {
    expect("bad-value", "perennial.hold-time", "soon", "perennial.hold-time", "soon");
  }

  @Test
  void severalMistakesAreReportedTogether() throws Exception {
    try (Cluster cluster = new Cluster("several-mistakes", "11")) {
      Server server = cluster.add("s1", "primary");
      server.settings.put("perennial.hold-time", "soon");
      server.settings.put("perennial.http.port", "99999");
      server.settings.put("perennial.colour", "green");
      startAndExpect(cluster, server, "soon", "99999", "perennial.colour");
    }
  }

  @Test
  void anUnreadableFileIsNamed() throws Exception {
    expect(
        "unreadable-file", "perennial.config", "/nonexistent/perennial.properties", "/nonexistent");
  }

  @Test
  void aTakenClusterPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      expect("taken-port", "perennial.cluster.port", port, port, "in use");
    }
  }

  @Test
  void aTakenEndpointPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      expect("taken-endpoint", "perennial.http.port", port, port, "in use");
    }
  }

  @Test
  void aMissingSecretFileIsNamed() throws Exception {
    expect("missing-secret", "perennial.secret.file", "/nonexistent/secret", "/nonexistent/secret");
  }

  @Test
  void aWrongSecretIsRefusedAndTheClusterUnharmed() throws Exception {
    try (Cluster cluster = new Cluster("wrong-secret", "11")) {
      cluster.add("s1", "primary");
      Server wrong = cluster.add("s2", "primary");
      Path secret = wrong.base.resolve("secret");
      Files.writeString(secret, "another secret than the others have");
      Files.setPosixFilePermissions(
          secret, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
      wrong.settings.put("perennial.secret.file", secret.toString());
      cluster.start(cluster.get("s1"));
      cluster.awaitHttp(cluster.get("s1"));
      cluster.awaitStage(cluster.get("s1"), "IN_SERVICE");

      startAndExpect(cluster, wrong, "secret");

      assertThat(cluster.get("s1").attribute(Server.SERVER_BEAN, "Stage")).isEqualTo("IN_SERVICE");
      assertThat(ExampleSession.open(cluster.get("s1").httpPort)).isNotNull();
    }
  }

  @Test
  void aServerWhoseMembersCannotBeReachedServesAlone() throws Exception {
    try (Cluster cluster = new Cluster("unreachable-members", "11")) {
      Server server = cluster.add("s1", "primary");
      server.settings.put(
          "perennial.cluster.members",
          "127.0.0.1:" + server.clusterPort + ";127.0.0.1:" + TestSetup.freePort());
      cluster.start();
      assertThat(ExampleSession.open(server.httpPort)).isNotNull();
    }
  }

  private static void expect(String test, String key, String value, String... inLog)
      throws Exception {
    try (Cluster cluster = new Cluster(test, "11")) {
      Server server = cluster.add("s1", "primary");
      server.settings.put(key, value);
      startAndExpect(cluster, server, inLog);
    }
  }

  private static void startAndExpect(Cluster cluster, Server server, String... inLog)
      throws Exception {
    cluster.start(server);
    cluster.awaitHttp(server);
    for (String word : inLog) {
      Awaitility.await("\"" + word + "\" in the log of " + server.base)
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.agentLog().contains(word));
    }
    ExampleSession session = ExampleSession.open(server.httpPort);
    session.write(server.httpPort, "colour", "green");
    session.expect(server.httpPort, "colour", "green");
  }
}
