package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.Route;
import dev.perennial.testing.consistency.SessionLoad;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent comes into servers that were started without it and serve already. */
@Timeout(600)
@Tag("jvm")
final class AttachIT {
  @Test
  void sessionsFromBeforeTheAttachSurviveARestartThatKeepsTheAgent() throws Exception {
    comesIntoServersThatRun("11");
  }

  @Test
  @Tag("full")
  void onTheOldestTomcatToo() throws Exception {
    comesIntoServersThatRun("9");
  }

  /**
   * Spring Boot leaves Tomcat's MBeans off, and nobody asks for anything once the agent is there.
   */
  @ParameterizedTest(name = "Boot {0}")
  @ValueSource(strings = {"3", "4"})
  @Tag("full")
  void intoSpringBootThatHasNoRequest(String boot) throws Exception {
    try (Cluster cluster = BootJar.cluster("attach", boot)) {
      Server aging = cluster.add("s1", "primary");
      Server spare = cluster.add("s2", "spare");
      withoutAgent(cluster);
      cluster.start();
      BootClient client = BootClient.http();
      client.open(aging.httpPort);
      client.append(aging.httpPort, "a");
      for (Server server : cluster.servers()) {
        assertThat(cluster.attach(server)).contains("the agent is in process " + server.pid());
      }

      cluster.servers().forEach(server -> cluster.awaitStage(server, "IN_SERVICE"));

      cluster.rejuvenate(aging);
      assertThat(client.append(aging.httpPort, "b")).isEqualTo("s2\na b\n");
      for (Server server : cluster.servers()) {
        assertThat(server.agentLog()).contains("found Apache Tomcat");
        assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
      }
      assertThat(spare.attribute(Server.SERVER_BEAN, "Role")).isEqualTo("PRIMARY");
    }
  }

  private static void withoutAgent(Cluster cluster) throws Exception {
    for (Server server : cluster.servers()) {
      server.withAgent = false;
      server.environment.clear();
      server.settings.put("perennial.secret.file", secretFile(server).toString());
    }
  }

  private static void comesIntoServersThatRun(String tomcat) throws Exception {
    try (Cluster cluster = Clusters.of("attach", tomcat)) {
      Server aging = cluster.add("s1", "primary");
      Server spare = cluster.add("s2", "spare");
      withoutAgent(cluster);
      WebApp.layTokens(cluster);
      cluster.start();
      long pid = aging.pid();
      ExampleSession session = ExampleSession.open(aging.httpPort);
      session.write(aging.httpPort, "colour", "green");

      try (SessionLoad load = new SessionLoad(2, 2, 0, () -> Route.to(() -> aging.httpPort))) {
        load.awaitMore(50);
        for (Server server : cluster.servers()) {
          assertThat(cluster.attach(server)).contains("the agent is in process " + server.pid());
        }
        for (Server server : cluster.servers()) {
          cluster.awaitStage(server, "IN_SERVICE");
        }
        cluster.rejuvenate(aging);
        load.awaitMore(50);
        load.finish(aging.httpPort, spare.httpPort).requireNoneFailed();
      }

      session.expect(aging.httpPort, "colour", "green");
      session.expect(spare.httpPort, "colour", "green");
      session.write(spare.httpPort, "colour", "blue");
      session.expect(aging.httpPort, "colour", "blue");
      assertThat(aging.isAlive()).isTrue();
      assertThat(aging.pid()).isEqualTo(pid);
      assertThat(aging.attribute(Server.SERVER_BEAN, "Role")).isEqualTo("SPARE");
      assertThat(aging.commandLine()).containsOnlyOnce("-javaagent:").doesNotContain(Server.SECRET);
      assertThat(spare.commandLine()).doesNotContain("-javaagent:");
      bothLivesHaveTheSameSettings(aging);
      assertThat(cluster.attach(aging)).contains("has the agent already");
      for (Server server : cluster.servers()) {
        assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
      }
    }
  }

  private static Path secretFile(Server server) throws Exception {
    Path file = server.base.resolve("secret");
    Files.writeString(file, Server.SECRET);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static void bothLivesHaveTheSameSettings(Server server) throws Exception {
    String said = Files.readString(server.base.resolve("agent/perennial.log"));
    List<String> blocks = List.of(said.split(" settings:\n", -1));
    assertThat(blocks).as(said).hasSize(3);
    assertThat(settings(blocks.get(2)))
        .isEqualTo(settings(blocks.get(1)))
        .contains("  perennial.server=" + server.name + " (agent argument)");
  }

  private static List<String> settings(String block) {
    return block.lines().takeWhile(l -> l.startsWith("  perennial.")).toList();
  }
}
