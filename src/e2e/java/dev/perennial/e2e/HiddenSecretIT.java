package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.cluster.ServerStatus;
import dev.perennial.testing.http.Http;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The secret that a server has from its environment is the agent's, in each of its lives. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
@Tag("full")
@Tag("jvm")
final class HiddenSecretIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final String ENCODED =
      Base64.getEncoder().encodeToString(Server.SECRET.getBytes(StandardCharsets.UTF_8));

  @Test
  void noApplicationSeesItAndEachNextLifeJoinsWithIt() throws Exception {
    try (Cluster cluster =
        Clusters.of("hidden-secret", "11")
            .with("perennial.action", "automatic")
            .with("perennial.emergency", "restart")) {
      Server server = cluster.add("s1", "primary");
      Server other = cluster.add("s2", "spare");
      for (Server each : cluster.servers()) {
        WebApp.lay(cluster, each, "env", List.of("Surroundings.java", "Fill.java"));
      }
      cluster.start();
      Awaitility.await("the guard, see " + server.log())
          .atMost(LIMIT)
          .until(() -> server.agentLog().contains("the guard is ready"));
      seesNothing(server);
      long first = life(server, other);

      cluster.rejuvenate(server);

      seesNothing(server);
      long second = awaitLife(server, other, first);
      assertThat(server.agentFolder().resolve("secret.next")).doesNotExist();

      Awaitility.await("the guard of the second life, see " + server.log())
          .atMost(LIMIT)
          .until(() -> server.agentLog().split("the guard is ready", -1).length > 2);
      Http.get(server.httpPort, "/env/begin");

      awaitLife(server, other, second);
      assertThat(server.agentLog()).contains("emergency restart: ");
      cluster.awaitHttp(server);
      seesNothing(server);
      assertThat(server.agentFolder().resolve("secret.next")).doesNotExist();
      for (Server each : cluster.servers()) {
        assertThat(each.attribute(Server.SERVER_BEAN, "SuppressedErrors"))
            .as(each.name)
            .isEqualTo(0L);
      }
    }
  }

  /** Java's copy is cleared before the application begins, the rest with the first native call. */
  private static void seesNothing(Server server) {
    Awaitility.await("an environment without the secret, see " + server.log())
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(
            () -> {
              String all = Http.get(server.httpPort, "/env/look").body();
              assertThat(all)
                  .contains("own PATH=", "kernel PATH=", "child PATH=")
                  .doesNotContain("own PERENNIAL_SECRET", "own PERENNIAL_INHERITED");
              assertThat(all.contains(Server.SECRET) || all.contains(ENCODED))
                  .as("the secret is seen")
                  .isFalse();
            });
  }

  private static long life(Server server, Server other) {
    return other
        .cluster()
        .flatMap(cluster -> cluster.server(server.name))
        .map(ServerStatus::incarnation)
        .orElse(-1L);
  }

  /** Waits for a later life of a server that the other one has in its cluster. */
  private static long awaitLife(Server server, Server other, long before) {
    return Awaitility.await("a later life of " + server.name + ", see " + server.log())
        .atMost(LIMIT)
        .until(
            () -> {
              Optional<ServerStatus> seen =
                  other.cluster().flatMap(cluster -> cluster.server(server.name));
              return seen.filter(s -> s.stage().equals("IN_SERVICE"))
                  .map(ServerStatus::incarnation)
                  .orElse(-1L);
            },
            now -> now > before);
  }
}
