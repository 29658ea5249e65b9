package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A spare whose heap has no room for all sessions of a server. */
@Tag("full")
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
final class NoRoomIT {
  private static final int SESSIONS = 200;
  private static final int BYTES = 400_000;
  private static final String ALERT =
      """
      #!/bin/sh
      echo "$PERENNIAL_ALERT_KIND $PERENNIAL_ALERT_SERVER $PERENNIAL_ALERT_TEXT" >>"%s"
      """;

  @Test
  void aServerThatCouldWaitIsRefusedAndOneThatIsCriticalSavesWhatFits() throws Exception {
    try (Cluster cluster = Clusters.of("no-room", "11")) {
      cluster.with("perennial.action", "automatic");
      Server old = cluster.add("s1", "primary");
      Server spare = cluster.add("s2", "spare");
      Path alerts = spare.base.resolve("alerts.txt");
      Path program = Files.writeString(spare.base.resolve("alert"), ALERT.formatted(alerts));
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
      for (Server server : cluster.servers()) {
        WebApp.lay(cluster, server, "probe", List.of("Probe.java"));
        WebApp.lay(cluster, server, "hoard", List.of("Hoard.java"), TestSetup.apiJar());
        server.settings.put("perennial.alert.command", program.toString());
      }
      spare.jvmOptions.add("-Xmx96m");
      spare.settings.put("perennial.cluster.least-heap", "64");
      old.jvmOptions.add("-Xmx400m");
      old.jvmOptions.add("-XX:MaxDirectMemorySize=40m");
      old.settings.put("perennial.limit.buffers.direct", "0.5");
      old.settings.put("perennial.hold-time", "2s");
      old.settings.put("perennial.min-uptime", "0ms");
      cluster.start();
      List<ProbeClient> clients = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        ProbeClient client = ProbeClient.open(old.httpPort);
        client.call(old.httpPort, "fill&bytes=" + BYTES);
        client.call(old.httpPort, "add&name=n" + i);
        clients.add(client);
      }
      // Measures the sessions, which is done once a minute otherwise; the report follows.
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat((String) old.call(Server.SERVER_BEAN, "checkMove"))
                      .contains("s2 has no headroom for "));

      old.call(Server.SERVER_BEAN, "rejuvenate");

      cluster.awaitSaid("nobody can take the place of s1: s2 has no headroom for ");
      assertThat(old.attribute(Server.SERVER_BEAN, "Stage")).isEqualTo("IN_SERVICE");
      old.call(Server.SERVER_BEAN, "release");
      // Used last.
      clients.get(3).call(old.httpPort, "add&name=late");
      Object started = old.startTime();

      Http.get(old.httpPort, "/hoard/hoard?open=" + old.base.resolve("conf/server.xml"));

      cluster.awaitRestart(old, started);
      String left = leftBehind(old);
      assertThat(left).matches("\\d+ sessions, last used .+ ago, stay behind: no room at s2");
      int count = Integer.parseInt(left.substring(0, left.indexOf(' ')));
      assertThat(count).isBetween(1, SESSIONS - 1);
      assertThat(old.agentLog()).contains(left);
      assertThat(spare.agentLog()).contains("s1: " + left);
      assertThat(Files.readString(old.agentFolder().resolve("audit.log"))).contains(left);
      assertThat(alerts).content().contains("LOSS_L5 s1 s1: the hand-over left behind", left);
      assertThat(clients.get(3).call(spare.httpPort, "show")).contains("items=[n3 late]");
      int moved = 0;
      for (ProbeClient client : clients) {
        moved += isThere(client, spare) ? 1 : 0;
      }
      assertThat(moved).isEqualTo(SESSIONS - count);
      for (int i = SESSIONS - moved + 1; i < SESSIONS; i++) {
        assertThat(isThere(clients.get(i), spare)).as("one of the last, " + i).isTrue();
      }
      assertThat(Http.get(old.agentPort, "/metrics").body())
          .contains("perennial_rejuvenation_held_seconds{quantile=\"1\",server=\"s1\"}")
          .contains("perennial_requests_held_seconds_count{server=\"s1\"} 0");
      for (Server server : cluster.servers()) {
        assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
      }
    }
  }

  private static boolean isThere(ProbeClient client, Server server) throws Exception {
    return client.call(server.httpPort, "show").contains("items=[n");
  }

  private static String leftBehind(Server server) throws Exception {
    TabularData all = (TabularData) server.attribute("perennial:type=History", "Rejuvenations");
    CompositeData last = null;
    for (Object row : all.values()) {
      last = (CompositeData) row;
    }
    assertThat(last).isNotNull();
    return (String) last.get("left");
  }
}
