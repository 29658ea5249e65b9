package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
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

/** One server and no peer. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
final class LonelyServerIT {
  private static final String ALERT =
      """
      #!/bin/sh
      echo "$PERENNIAL_ALERT_KIND $PERENNIAL_ALERT_SERVER $PERENNIAL_ALERT_TEXT" >>"%s"
      """;

  @Test
  void aServerWithoutPeerSaysWhyItCannotBeDuplexedAndServesOn() throws Exception {
    try (Cluster cluster = Clusters.of("lonely-server", "11")) {
      Server only = cluster.add("s1", "primary");
      cluster.start();
      ExampleSession session = ExampleSession.open(only.httpPort);
      session.write(only.httpPort, "colour", "green");
      Object started = only.attribute("java.lang:type=Runtime", "StartTime");

      only.call(Server.SERVER_BEAN, "rejuvenate");

      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () ->
                  only.agentLog()
                      .contains("nobody can take the place of s1: there is no other server"));
      session.expect(only.httpPort, "colour", "green");
      assertThat(only.attribute(Server.SERVER_BEAN, "Stage")).isEqualTo("IN_SERVICE");
      assertThat(only.attribute("java.lang:type=Runtime", "StartTime")).isEqualTo(started);
    }
  }

  /** Memory that no collection frees is used up for four fifths, and goes on being so. */
  @Test
  @Tag("full")
  void aCriticalServerWithoutPeerIsRestartedIfItIsToAndItIsSaidWhatThatCosts() throws Exception {
    try (Cluster cluster = Clusters.of("critical-and-lonely", "11")) {
      Server only = cluster.add("s1", "primary");
      WebApp.lay(cluster, only, "hoard", List.of("Hoard.java"), TestSetup.apiJar());
      Path alerts = only.base.resolve("alerts.txt");
      Path program = Files.writeString(only.base.resolve("alert"), ALERT.formatted(alerts));
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
      only.jvmOptions.add("-XX:MaxDirectMemorySize=40m");
      only.settings.put("perennial.limit.buffers.direct", "0.5");
      only.settings.put("perennial.hold-time", "2s");
      only.settings.put("perennial.min-uptime", "0ms");
      only.settings.put("perennial.action", "automatic");
      only.settings.put("perennial.emergency", "restart");
      only.settings.put("perennial.alert.command", program.toString());
      cluster.start();
      ExampleSession session = ExampleSession.open(only.httpPort);
      session.write(only.httpPort, "colour", "green");
      long pid = only.pid();
      Object started = only.startTime();

      Http.get(only.httpPort, "/hoard/hoard?open=" + alerts.resolveSibling("conf/server.xml"));

      cluster.awaitRestart(only, started);
      assertThat(only.pid()).isEqualTo(pid);
      String why = "nobody can take the place of s1: there is no other server";
      String cost =
          "s1 is critical and restarted without duplexing: 1 sessions are lost (L4); " + why;
      assertThat(only.agentLog()).contains(cost);
      assertThat(alerts).content().contains("NO_SUCCESSOR s1 " + why, "LOSS_L4 s1 " + cost);
      assertThatThrownBy(() -> session.expect(only.httpPort, "colour", "green"))
          .isInstanceOf(AssertionError.class);
    }
  }
}
