package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that change under a running Tomcat: what a restart would make of them is said before. */
@Timeout(600)
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
final class HeldRestartIT {
  @ParameterizedTest
  @ValueSource(strings = {"9", "10", "11"})
  void whatAnotherStartWouldReadIsLookedAtByName(String tomcat) throws Exception {
    try (Cluster cluster = Clusters.of("held-restart", tomcat)) {
      Server server = laid(cluster, "s1", "primary");
      Path webapps = server.base.resolve("webapps");
      Path configuration = server.base.resolve("conf/server.xml");
      cluster.start();
      awaitCheck(server, "restart: possible; not checked: what agents and the application");

      Path war = Files.writeString(webapps.resolve("probe.war"), "the next version");
      Path other = Files.writeString(webapps.resolve("other.war"), "another application");
      assertThat(check(server))
          .contains("a restart would deploy another version of /probe: probe.war is new since ")
          .contains("a restart would deploy other.war, new in " + webapps)
          .contains("(rejuvenateWithChanges() accepts this)");
      Files.delete(war);
      Files.delete(other);

      String text = Files.readString(configuration);
      Files.writeString(configuration, text.replace("</Server>", "</Sever>"));
      assertThat(check(server)).contains(configuration + " is not well-formed: line ");
      assertThatThrownBy(() -> server.call(Server.SERVER_BEAN, "rejuvenateWithChanges"))
          .hasMessageContaining("is not well-formed");
      Files.delete(configuration);
      assertThat(check(server)).contains(configuration + " is gone");

      awaitLog(server, "a restart of this server is held: ");
      assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
    }
  }

  @Test
  void anotherVersionIsDeployedByAnOrderThatSaysSoAlone() throws Exception {
    try (Cluster cluster = Clusters.of("held-version", "11")) {
      Server aging = laid(cluster, "s1", "primary");
      aging.settings.put("perennial.action", "automatic");
      aging.settings.put("perennial.max-uptime", "1s");
      aging.settings.put("perennial.hold-time", "0ms");
      aging.settings.put("perennial.min-uptime", "0ms");
      Server spare = laid(cluster, "s2", "spare");
      cluster.start(aging);
      cluster.awaitHttp(aging);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptions()
          .until(() -> aging.call(Server.SERVER_BEAN, "hold") == null);
      cluster.start(spare);
      cluster.awaitStage(spare, "IN_SERVICE");
      cluster.awaitStage(aging, "IN_SERVICE");
      awaitCheck(aging, "restart: possible");
      Object started = aging.startTime();

      for (Server server : List.of(aging, spare)) {
        Files.writeString(server.base.resolve("webapps/probe/WEB-INF/lib/next.jar"), "next");
      }
      awaitLog(aging, "probe/WEB-INF/lib/next.jar is new since");
      aging.call(Server.SERVER_BEAN, "release");

      cluster.awaitSaid(
          "s1 is UNSTABLE and is left as it is: a restart would deploy another version of /probe");
      assertThatThrownBy(() -> aging.call(Server.SERVER_BEAN, "rejuvenate"))
          .hasMessageContaining("rejuvenate is refused: a restart would deploy another version");
      assertThat(aging.startTime()).isEqualTo(started);

      aging.call(Server.SERVER_BEAN, "rejuvenateWithChanges");

      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .ignoreExceptions()
          .until(() -> !aging.startTime().equals(started));
      assertThat(aging.agentLog()).contains("another version is accepted by an operator");
    }
  }

  private static Server laid(Cluster cluster, String name, String role) throws IOException {
    Server server = cluster.add(name, role);
    WebApp.lay(cluster, server, "probe", List.of("Probe.java"));
    Path configuration = server.base.resolve("conf/server.xml");
    Files.writeString(
        configuration,
        Files.readString(configuration).replace("autoDeploy=\"true\"", "autoDeploy=\"false\""));
    return server;
  }

  private static String check(Server server) throws Exception {
    return (String) server.call(Server.SERVER_BEAN, "checkMove");
  }

  private static void awaitCheck(Server server, String words) {
    Awaitility.await("\"" + words + "\" by checkMove of " + server.base)
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> check(server).contains(words));
  }

  private static void awaitLog(Server server, String words) {
    Awaitility.await("\"" + words + "\" in the log of " + server.base)
        .atMost(Duration.ofMinutes(1))
        .until(() -> server.agentLog().contains(words));
  }
}
