package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.CheckedSession;
import dev.perennial.testing.consistency.Route;
import dev.perennial.testing.consistency.SessionLoad;
import dev.perennial.testing.consistency.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server is killed in the middle of it all: nothing restarts, and no session is lost. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
final class CrashIT {
  /** A lease is 30 s; what waits for one to run out needs longer than that. */
  private static final Duration LEASE_AND_MORE = Duration.ofMinutes(2);

  @Test
  @Tag("full")
  void whenTheSuccessorDiesBeforeTheSwitchOverNothingHasHappened() throws Exception {
    try (Cluster cluster = cluster("crash-before");
        SlowRequests slow = new SlowRequests(cluster.get("s1"))) {
      cluster.start();
      Server aging = cluster.get("s1");
      ProbeClient client = ProbeClient.open(aging.httpPort);
      slow.begin();
      try (SessionLoad load = new SessionLoad(2, 2, 0, () -> Route.to(() -> aging.httpPort))) {
        aging.call(Server.SERVER_BEAN, "rejuvenate");
        cluster.awaitStage(aging, "DUPLEXING");

        cluster.get("s3").process().destroyForcibly().onExit().join();

        cluster.awaitStage(aging, "IN_SERVICE");
        load.awaitMore(20);
        load.finish(aging.httpPort).requireNoneFailed();
      }
      assertThat(client.ended(cluster)).isZero();
    }
  }

  @Test
  void whenTheSuccessorDiesWithTheSessionsTheOldServerServesThemAgain() throws Exception {
    try (Cluster cluster = cluster("crash-after");
        SlowRequests slow = new SlowRequests(cluster.get("s1"))) {
      cluster.start();
      Server aging = cluster.get("s1");
      Server successor = cluster.get("s3");
      ProbeClient client = ProbeClient.open(aging.httpPort);
      CheckedSession session = CheckedSession.open("client", aging.httpPort, 0);
      session.append(aging.httpPort);
      slow.begin();
      aging.call(Server.SERVER_BEAN, "rejuvenate");
      cluster.awaitStage(aging, "SWITCHING");
      eventually("relayed write", Duration.ofMinutes(1))
          .until(() -> session.append(aging.httpPort));
      eventually("change sent back, see " + successor.log(), Duration.ofMinutes(1))
          .until(() -> successor.agentLog().contains("sent back to s1"));
      session.read(aging.httpPort);

      successor.process().destroyForcibly().onExit().join();

      eventually("session served again, see " + aging.log(), LEASE_AND_MORE)
          .until(() -> session.read(aging.httpPort));
      cluster.awaitStage(aging, "IN_SERVICE");
      goesOn(session, aging);
      assertThat(client.ended(cluster)).isZero();
    }
  }

  @Test
  void whenTheAgingServerDiesInSyncItsSessionsGoOnAtTheSuccessor() throws Exception {
    // More compiled code than that is there from the start; supervised, so nothing switches.
    try (Cluster cluster = cluster("crash-in-sync")) {
      Server aging = cluster.get("s1");
      aging.settings.put("perennial.limit.code.cache", "0.01");
      cluster.start();
      Server other = cluster.get("s2");
      ProbeClient client = ProbeClient.open(aging.httpPort);
      CheckedSession session = CheckedSession.open("client", aging.httpPort, 0);
      session.append(aging.httpPort);
      long sent = awaitInSync(aging, 0);
      // Of what was sent before, this is a change.
      session.append(aging.httpPort);
      awaitInSync(aging, sent);

      aging.process().destroyForcibly().onExit().join();

      eventually("session at the successor, see " + cluster.get("s3").log(), LEASE_AND_MORE)
          .until(() -> session.read(other.httpPort));
      goesOn(session, other);
      assertThat(client.ended(cluster)).isZero();
    }
  }

  /** What was not sent yet is lost with it (L2): it may be in sync before the session is. */
  private static long awaitInSync(Server aging, long sentBefore) throws Exception {
    eventually("s1 in sync, see " + aging.log(), Duration.ofMinutes(1))
        .until(
            () ->
                "IN_SYNC".equals(aging.attribute(Server.SERVER_BEAN, "DuplexingState"))
                    && sessionsSent(aging) > sentBefore
                    && (long) aging.attribute(Server.SERVER_BEAN, "DuplexingSessionsDirty") == 0);
    return sessionsSent(aging);
  }

  private static long sessionsSent(Server aging) throws Exception {
    return (long) aging.attribute(Server.SERVER_BEAN, "DuplexingSessionsSent");
  }

  /** Nothing that was acknowledged is missing, and it can be changed. */
  private static void goesOn(CheckedSession session, Server server) {
    assertThat(session.append(server.httpPort)).isTrue();
    Verdict.of(List.of(session.history())).requireConsistent();
  }

  private static ConditionFactory eventually(String what, Duration limit) {
    return Awaitility.await(what)
        .atMost(limit)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions();
  }

  private static Cluster cluster(String name) throws IOException {
    Cluster cluster = Clusters.withProbes(name).with("perennial.hold-time", "2s");
    WebApp.layTokens(cluster);
    return cluster;
  }

  /** Requests of another session, one begun every second, each of which takes some. */
  private static final class SlowRequests implements AutoCloseable {
    private final Server server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean over;

    SlowRequests(Server server) {
      this.server = server;
    }

    void begin() throws IOException {
      ProbeClient busy = ProbeClient.open(server.httpPort);
      threads.execute(
          () -> {
            while (!over) {
              threads.execute(() -> request(busy));
              awaitNext();
            }
          });
    }

    private void request(ProbeClient busy) {
      try {
        busy.call(server.httpPort, "slow&millis=4000&name=x");
      } catch (IOException e) {
        // The session may be on its way, and this client does not try again.
        return;
      }
    }

    private static void awaitNext() {
      try {
        Thread.sleep(1000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      over = true;
      threads.shutdownNow();
    }
  }
}
