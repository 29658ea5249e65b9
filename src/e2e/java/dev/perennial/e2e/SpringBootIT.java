package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.Route;
import dev.perennial.testing.consistency.SessionLoad;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that are a real jar of Spring Boot, told to stop in each way that it has. */
@Timeout(600)
final class SpringBootIT {
  @Test
  void sigtermHandsOverFirst() throws Exception {
    stops("4", "graceful", "SIGTERM");
  }

  @ParameterizedTest(name = "Boot {0}, server.shutdown={1}, {2}")
  @CsvSource({
    "3, graceful, SIGTERM",
    "3, immediate, SIGTERM",
    "3, graceful, POST",
    "3, immediate, POST",
    "4, immediate, SIGTERM",
    "4, graceful, POST",
    "4, immediate, POST"
  })
  @Tag("full")
  void eachStopHandsOverFirst(String boot, String shutdown, String way) throws Exception {
    stops(boot, shutdown, way);
  }

  private static void stops(String boot, String shutdown, String way) throws Exception {
    String test = "boot-stop-" + shutdown + "-" + way;
    try (Cluster cluster = BootJar.cluster(test, boot).with("perennial.drain.limit", "6s")) {
      Server stopping = cluster.add("s1", "primary");
      Server spare = cluster.add("s2", "spare");
      cluster.jvmOptions.add("-Dserver.shutdown=" + shutdown);
      cluster.start();
      try (SessionLoad load =
          new SessionLoad(3, 2, 0, () -> Route.leaving(stopping.httpPort, spare.httpPort))) {
        BootJar.listen(stopping);
        load.awaitMore(50);

        tellToStop(stopping, way);

        assertThat(stopping.process().waitFor(120, TimeUnit.SECONDS)).isTrue();
        load.awaitMore(50);
        load.finish(spare.httpPort).requireNoneFailed();
      }
      assertThat(spare.attribute(Server.SERVER_BEAN, "Role")).isEqualTo("PRIMARY");
      assertThat(spare.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
      assertThat(stopping.agentLog()).containsPattern("leaves the cluster: .*handed over");
      OrderlyStopIT.assertNoVoter(spare, stopping.name);
    }
  }

  private static void tellToStop(Server server, String way) throws Exception {
    if (way.equals("SIGTERM")) {
      server.process().destroy();
    } else {
      BootClient.http().shutDown(server.httpPort);
    }
  }
}
