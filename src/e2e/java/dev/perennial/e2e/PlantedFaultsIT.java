package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.Anomaly;
import dev.perennial.testing.consistency.Route;
import dev.perennial.testing.consistency.SessionLoad;
import dev.perennial.testing.consistency.Verdict;
import dev.perennial.testing.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The consistency checker finds the faults that are planted in the agent of a real hand-over: so it
 * says something when it finds nothing in the other tests. That a part can be lost is no matter of
 * sessions; the demo finds it.
 */
@Timeout(300)
final class PlantedFaultsIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @Test
  void aLastWriteThatIsLeftBehindIsFound() throws Exception {
    Verdict verdict = handOver("drop-last-delta");

    assertThat(verdict.count(Anomaly.LOST)).as(verdict::toString).isPositive();
  }

  @Tag("full")
  @Test
  void twoServersThatServeOneSessionAreFound() throws Exception {
    Verdict verdict = handOver("double-owner");

    // Which of them depends on who asks whom first.
    assertThat(verdict.count(Anomaly.SPLIT) + verdict.count(Anomaly.LOST))
        .as(verdict::toString)
        .isPositive();
  }

  @Tag("full")
  @Test
  void aServerThatAsksNobodyForASessionIsFound() throws Exception {
    Verdict verdict = handOver("new-session");

    assertThat(verdict.count(Anomaly.STALE)).as(verdict::toString).isPositive();
  }

  /** So it is the fault that the others find, and not what they do. */
  @Tag("full")
  @Test
  void withoutAFaultNothingIsFound() throws Exception {
    handOver("none").requireConsistent();
  }

  /** Has sessions handed over that are asked at both servers, each by two clients at once. */
  private static Verdict handOver(String fault) throws Exception {
    try (Cluster cluster = Clusters.of("planted-" + fault, "11")) {
      Server aging = cluster.add("s1", "primary");
      Server spare = cluster.add("s2", "spare");
      if (!fault.equals("none")) {
        Path faulty = TestSetup.faultyJar();
        cluster.servers().forEach(s -> s.agent = faulty);
        cluster.jvmOptions.add("-D" + Fault.PROPERTY + "=" + fault);
      }
      WebApp.layTokens(cluster);
      cluster.start();
      List<Integer> ports = List.of(aging.httpPort, spare.httpPort);
      try (SessionLoad load = new SessionLoad(4, 2, 0, () -> Route.around(ports))) {
        load.awaitMore(40);
        aging.call(Server.SERVER_BEAN, "rejuvenate");
        Awaitility.await("the spare as a primary, see " + spare.log())
            .atMost(LIMIT)
            .until(() -> "PRIMARY".equals(spare.attribute(Server.SERVER_BEAN, "Role")));
        load.awaitMore(40);
        return load.finish(spare.httpPort);
      }
    }
  }
}
