package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three servers that are too old from their first second on, each with another policy, and a spare:
 * one is watched only, one asks before, one waits for its maintenance window.
 */
@Timeout(600)
final class ActingIT {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  @Test
  void whatIsDoneIsWhatThePolicyAllows() throws Exception {
    try (Cluster cluster = Clusters.of("acting", "11")) {
      Server watched = old(cluster, "watched", "observe");
      Server asked = old(cluster, "asked", "supervised");
      Server patient = old(cluster, "patient", "automatic");
      LocalTime far = LocalTime.now(ZoneOffset.UTC).plusHours(11);
      patient.settings.put(
          "perennial.maintenance.windows", TIME.format(far) + "-" + TIME.format(far.plusHours(1)));
      patient.settings.put("perennial.maintenance.zone", "UTC");
      Server spare = cluster.add("spare", "spare");
      spare.settings.put("perennial.warmup.urls", "/examples/index.html;/examples/nowhere");
      spare.settings.put("perennial.warmup.requests", "7");
      Path alerts = spare.base.resolve("alerts");
      cluster.with("perennial.alert.command", program(spare.base, alerts).toString());
      // Not all come into service first: one may be in sync with the spare by then.
      for (Server server : cluster.servers()) {
        cluster.start(server);
      }
      cluster.awaitHttp(asked);
      ExampleSession session = ExampleSession.open(asked.httpPort);
      session.write(asked.httpPort, "colour", "green");
      cluster.awaitStage(watched, "IN_SERVICE");
      cluster.awaitStage(patient, "IN_SERVICE");
      Object watchedStarted = watched.startTime();
      Object askedStarted = asked.startTime();
      Object patientStarted = patient.startTime();

      cluster.awaitSaid("patient waits for its maintenance window, which opens in 1");
      cluster.awaitStage(asked, "DUPLEXING");
      cluster.awaitSaid("APPROVAL_NEEDED asked: ");
      assertThat(watched.attribute(Server.SERVER_BEAN, "Verdict")).isEqualTo("UNSTABLE");
      assertThat(asked.startTime()).isEqualTo(askedStarted);
      asked.call(Server.SERVER_BEAN, "approve");

      cluster.awaitRestart(asked, askedStarted);
      session.expect(asked.httpPort, "colour", "green");
      assertThat(patient.startTime()).isEqualTo(patientStarted);
      assertThat(patient.attribute(Server.SERVER_BEAN, "Stage")).isEqualTo("IN_SERVICE");
      assertThat(watched.startTime()).isEqualTo(watchedStarted);
      assertThat(watched.attribute(Server.SERVER_BEAN, "Stage")).isEqualTo("IN_SERVICE");
      assertThatThrownBy(() -> watched.call(Server.SERVER_BEAN, "rejuvenate"))
          .hasMessageContaining("observe");
      assertThat(spare.agentLog()).contains("warmed up by 14 requests");
      Awaitility.await("alert in " + alerts)
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> Files.exists(alerts) && Files.readString(alerts).contains("APPROVAL_NEEDED"));
      assertThat(alerts).content().contains("APPROVAL_NEEDED|asked|").doesNotContain("WAITING");
    }
  }

  private static Server old(Cluster cluster, String name, String action) throws Exception {
    Server server = cluster.add(name, "primary");
    server.settings.put("perennial.action", action);
    server.settings.put("perennial.max-uptime", "1s");
    server.settings.put("perennial.min-uptime", "0ms");
    return server;
  }

  private static Path program(Path folder, Path out) throws Exception {
    Path program =
        Files.writeString(
            folder.resolve("tell"),
            "#!/bin/sh\necho \"$PERENNIAL_ALERT_KIND|$PERENNIAL_ALERT_SERVER|$1\" >> "
                + out
                + "\n");
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }
}
