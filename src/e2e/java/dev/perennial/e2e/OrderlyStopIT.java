package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Program;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A server that is told to stop, and cannot or may not hand over first, or not in time. One that
 * can is in {@link SessionSurvivesRestartIT}.
 */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
final class OrderlyStopIT {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);

  /** For the container's own stop, which comes after that, on a busy machine. */
  private static final Duration SLACK = Duration.ofSeconds(60);

  /** What a client waits for; nothing that waits for it would end within the limits and more. */
  private static final Duration ENDLESS = Duration.ofMinutes(9);

  /** The spare could take the place of the one that only observes, and of no other. */
  @Test
  void withoutASuccessorAServerStopsAndSaysWhyAndObserveJustLeaves() throws Exception {
    try (Cluster cluster = Clusters.of("orderly-stop", "11")) {
      Server different = cluster.add("s1", "primary");
      Server observing = cluster.add("s2", "primary");
      observing.settings.put("perennial.action", "observe");
      Server spare = cluster.add("s3", "spare");
      for (Server server : new Server[] {observing, spare}) {
        Files.createDirectories(server.base.resolve("webapps/another/WEB-INF"));
      }
      cluster.start();
      for (Server server : new Server[] {different, observing}) {
        ExampleSession.open(server.httpPort).write(server.httpPort, "colour", "green");
      }

      stop(observing);

      assertThat(observing.agentLog())
          .contains("leaves the cluster: perennial.action=observe moves nothing");
      assertThat(spare.attribute(Server.SERVER_BEAN, "Sessions")).isEqualTo(0L);
      assertNoVoter(spare, "s2");

      stop(different);

      assertThat(different.agentLog())
          .contains("nobody can take the place of s1: ", "s3 runs other applications")
          .contains("end with this process");
      assertNoVoter(spare, "s1");
      // Alone now, and a majority of one.
      assertThat(spare.attribute(Server.SERVER_BEAN, "Stage")).isEqualTo("IN_SERVICE");
    }
  }

  @Test
  @Tag("full")
  void aRequestThatDoesNotEndKeepsAServerNoLongerThanTheLimitsAllow() throws Exception {
    try (Cluster cluster = limited("stop-of-busy")) {
      Server stopping = cluster.get("s1");
      beginEndlessRequest(stopping);

      assertThat(timeToStop(stopping)).isLessThan(allowed());

      assertThat(stopping.agentLog()).contains("leaves the cluster: ");
    }
  }

  @Test
  @Tag("full")
  void aSuccessorThatDoesNotAnswerKeepsAServerNoLongerThanTheLimitsAllow() throws Exception {
    try (Cluster cluster = limited("stop-without-answer")) {
      Server stopping = cluster.get("s1");
      ProbeClient.open(stopping.httpPort).call(stopping.httpPort, "add&name=book");
      beginEndlessRequest(stopping);
      Program halted =
          Program.run(List.of("kill", "-STOP", Long.toString(cluster.get("s2").pid())), Map.of());
      assertThat(halted.status()).as(halted.output()).isZero();

      assertThat(timeToStop(stopping)).isLessThan(allowed());

      assertThat(stopping.agentLog())
          .containsPattern("leaves the cluster: .*; 2 sessions end with this process")
          .containsOnlyOnce("] 1 connections are still open after perennial.drain.limit");
    }
  }

  private static Cluster limited(String test) throws Exception {
    Cluster cluster =
        Clusters.of(test, "11")
            .with("perennial.stop.limit", STOP_LIMIT.toSeconds() + "s")
            .with("perennial.drain.limit", DRAIN_LIMIT.toSeconds() + "s");
    try {
      for (String name : List.of("s1", "s2")) {
        Server added = cluster.add(name, name.equals("s1") ? "primary" : "spare");
        WebApp.lay(cluster, added, "probe", List.of("Probe.java"));
      }
      return cluster.start();
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /** As README has it. */
  private static Duration allowed() {
    return STOP_LIMIT.plus(DRAIN_LIMIT.multipliedBy(2)).plus(SLACK);
  }

  private static Duration timeToStop(Server server) throws InterruptedException {
    long began = System.nanoTime();
    server.process().destroy();
    assertThat(server.process().waitFor(ENDLESS.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static void beginEndlessRequest(Server server) throws Exception {
    ProbeClient client = ProbeClient.open(server.httpPort);
    Thread thread =
        new Thread(
            () -> {
              try {
                client.call(server.httpPort, "slow&name=x&millis=" + ENDLESS.toMillis());
              } catch (IOException | AssertionError e) {
                System.out.println("cut by the stop: " + e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    Awaitility.await("request at work")
        .atMost(Duration.ofMinutes(1))
        .until(() -> Files.exists(server.base.resolve("slow.txt")));
  }

  private static void stop(Server server) throws InterruptedException {
    server.process().destroy();
    assertThat(server.process().waitFor(90, TimeUnit.SECONDS)).isTrue();
  }

  /** Waits until a server that has left is not counted among the voters. */
  static void assertNoVoter(Server asked, String gone) {
    Awaitility.await(gone + " has no vote")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> rosterOf(asked).matches("(?s).*\"name\":\"" + gone + "\"[^}]*\"voter\":false.*"));
  }

  private static String rosterOf(Server server) throws Exception {
    return Http.get(server.agentPort, "/cluster").body().replace(" ", "");
  }
}
