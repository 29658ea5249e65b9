package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import java.io.IOException;
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
 * A server that cannot reach its cluster says so wherever people look, tries again, and takes back
 * what it has said.
 */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
@Tag("full")
final class JoiningIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final String ALERT =
      """
      #!/bin/sh
      echo "$PERENNIAL_ALERT_STATE $PERENNIAL_ALERT_KIND $PERENNIAL_ALERT_TEXT" >>"%s"
      """;

  @Test
  void withoutDescriptorsItIsTriedAgainUntilThereAreSome() throws Exception {
    try (Cluster cluster = Clusters.of("join-no-files", "11")) {
      Server server = cluster.add("s1", "primary");
      String classPath =
          GreedyProgram.class.getProtectionDomain().getCodeSource().getLocation().getPath();
      server.program.addAll(
          List.of(
              "-cp",
              classPath,
              GreedyProgram.class.getName(),
              server.agentFolder().resolve("perennial.log").toString()));
      server.launcher.addAll(List.of("sh", "-c", "ulimit -n 400; exec \"$0\" \"$@\""));
      server.withJmx = false;
      cluster.start(server);
      awaitLog(server, "the cluster cannot be joined, this server goes on alone: no file");

      give(server);

      awaitLog(server, "over: the cluster could not be joined; joined at try");
      awaitLog(server, "stage JOINING");
      ready(server, "PRIMARY, JOINING");
    }
  }

  @Test
  void aPortThatIsTakenIsTriedAgainUntilItIsFree() throws Exception {
    try (Cluster cluster = Clusters.of("join-no-port", "11")) {
      Server server = cluster.add("s1", "primary");
      Path alerts = alerts(server);
      try (ServerSocket taken =
          new ServerSocket(server.clusterPort, 1, InetAddress.getLoopbackAddress())) {
        assertThat(taken.isBound()).isTrue();
        cluster.start(server);
        cluster.awaitHttp(server);
        ready(
            server, "200 ready: the cluster is not reached, serves alone: perennial.cluster.port");
        await(alerts, "holds CLUSTER_UNREACHED s1 has not reached its cluster", "in use");
      }

      awaitLog(server, "over: the cluster could not be joined; joined at try");
      cluster.awaitStage(server, "IN_SERVICE");
      ready(server, "200 ready: on the available list");
      await(alerts, "over CLUSTER_UNREACHED over: s1 has not reached", "in use");
      assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
    }
  }

  @Test
  void whoIsAloneSaysSoAndTakesItBack() throws Exception {
    try (Cluster cluster = Clusters.of("join-alone", "11")) {
      Server first = cluster.add("s1", "primary");
      Server second = cluster.add("s2", "spare");
      Path alerts = alerts(first);
      cluster.start(first);
      cluster.awaitHttp(first);
      String alone = "alone: no other server has been seen yet: perennial.cluster.members=";
      ready(first, alone);
      awaitLog(first, "this server is alone for now: no other server has been seen yet");
      await(alerts, "holds CLUSTER_UNREACHED", "no other server has been seen yet");

      cluster.start(second);

      awaitLog(first, "over: this server was alone; members now: 2");
      await(alerts, "over CLUSTER_UNREACHED", "no other server has been seen yet");
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> Http.get(first.agentPort, "/ready").body().strip().endsWith("list"));
    }
  }

  private static Path alerts(Server server) throws IOException {
    Path alerts = server.base.resolve("alerts.txt");
    Path program = Files.writeString(server.base.resolve("alert"), ALERT.formatted(alerts));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    server.settings.put("perennial.alert.command", program.toString());
    return alerts;
  }

  private static void give(Server server) throws IOException {
    server.process().getOutputStream().write('x');
    server.process().getOutputStream().flush();
  }

  private static void await(Path alerts, String... words) {
    Awaitility.await(String.join(" ... ", words) + " in " + alerts)
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(alerts).content().contains(words));
  }

  private static void ready(Server server, String words) {
    Awaitility.await("\"" + words + "\" in /ready of " + server.base)
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(
            () -> {
              var answer = Http.get(server.agentPort, "/ready");
              return (answer.status() + " " + answer.body()).contains(words);
            });
  }

  private static void awaitLog(Server server, String words) {
    Awaitility.await("\"" + words + "\" in the log of " + server.base)
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> server.agentLog().contains(words));
  }
}
