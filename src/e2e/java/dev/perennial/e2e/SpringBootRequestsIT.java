package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.FreePorts;
import dev.perennial.testing.cluster.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What reaches a server of Spring Boot whose sessions another one has: the application's own
 * requests are relayed, and those to the actuator, which are about this very server, are not.
 */
@Timeout(600)
@Tag("full")
final class SpringBootRequestsIT {
  @ParameterizedTest(name = "Boot {0}")
  @ValueSource(strings = {"3", "4"})
  void overHttpsAlone(String boot) throws Exception {
    try (Cluster cluster = cluster("boot-https", boot)) {
      Path key = BootClient.newKey(cluster.get("s1").base);
      Map<Server, Integer> actuator = new HashMap<>();
      for (Server server : cluster.servers()) {
        BootClient.serveHttps(server, key);
        actuator.put(server, server.httpPort);
      }

      relaysAllButWhatIsForItself(cluster, BootClient.https(key), BootClient.https(key), actuator);
    }
  }

  /** The actuator is in a Tomcat of its own, and that has no sessions. */
  @ParameterizedTest(name = "Boot {0}")
  @ValueSource(strings = {"3", "4"})
  void withAPortForTheActuator(String boot) throws Exception {
    try (Cluster cluster = cluster("boot-management", boot)) {
      Map<Server, Integer> actuator = new HashMap<>();
      for (Server server : cluster.servers()) {
        int port = FreePorts.next();
        server.laterOptions.add("-Dmanagement.server.port=" + port);
        server.laterOptions.add("-Dmanagement.server.address=127.0.0.1");
        actuator.put(server, port);
      }

      relaysAllButWhatIsForItself(cluster, BootClient.http(), BootClient.http(), actuator);
    }
  }

  private static Cluster cluster(String test, String boot) throws Exception {
    Cluster cluster = BootJar.cluster(test, boot);
    cluster.add("s1", "primary");
    cluster.add("s2", "spare");
    return cluster;
  }

  private static void relaysAllButWhatIsForItself(
      Cluster cluster, BootClient client, BootClient other, Map<Server, Integer> actuator)
      throws Exception {
    for (Server server : cluster.servers()) {
      cluster.start(server);
    }
    cluster.servers().forEach(cluster::awaitMember);
    Server old = cluster.get("s1");
    Server successor = cluster.get("s2");
    Awaitility.await("ready").atMost(Duration.ofMinutes(1)).until(old::ready);
    client.open(old.httpPort);
    other.open(old.httpPort);
    assertThat(client.append(old.httpPort, "a")).isEqualTo("s1\na\n");

    cluster.rejuvenate(old);

    assertThat(client.append(old.httpPort, "b")).as("relayed").isEqualTo("s2\na b\n");
    for (Server server : cluster.servers()) {
      int port = actuator.get(server);
      assertThat(client.get(port, "/actuator/info")).contains("\"" + server.name + "\"");
      assertThat(client.get(port, "/actuator/health")).contains("UP");
    }
    client.shutDown(actuator.get(old));
    assertThat(old.process().waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(client.append(successor.httpPort, "c")).isEqualTo("s2\na b c\n");
    assertThat(other.append(successor.httpPort, "x")).isEqualTo("s2\nx\n");
    assertThat(successor.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
  }
}
