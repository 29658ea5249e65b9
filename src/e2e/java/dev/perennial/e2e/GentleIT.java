package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gentle steps of a server that nobody lets restart: plain programs, observed. */
@Tag("full")
@Timeout(600)
final class GentleIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String NOT_A_LEAK = "not a leak: the heap grew to ";

  /** With G1 a marking that comes first may give it back before. */
  @Test
  void memoryThatWasNeededOnceIsToldWithTheOptionThatGivesItBack() throws Exception {
    try (Cluster cluster = Clusters.of("gentle", "11")) {
      Server server =
          program(cluster, List.of("-XX:+UseSerialGC", "-Xms16m", "-Xmx256m"), "once", "300");
      server.settings.put("perennial.max-memory", "240m");
      cluster.start(server);

      await(server, "judged again: .*" + NOT_A_LEAK + ".*; set " + "-XX:MaxHeapFreeRatio=30");
      assertThat(server.agentLog())
          .contains("memory is suspect and it is quiet")
          .containsPattern("WARN .*" + NOT_A_LEAK);
    }
  }

  @Test
  void aLeakIsJudgedAsWithoutThem() throws Exception {
    try (Cluster cluster = Clusters.of("gentle-leak", "11")) {
      Server server = program(cluster, List.of("-XX:+UseG1GC", "-Xmx128m"), "leak", "150");
      cluster.start(server);

      await(server, "memory is suspect and it is quiet");
      await(server, "verdict (UNSTABLE|CRITICAL): .*heap live set");
      assertThat(server.agentLog()).doesNotContain(NOT_A_LEAK);
    }
  }

  private static Server program(Cluster cluster, List<String> options, String... args)
      throws IOException {
    Server server = cluster.add("s1", "primary");
    server.withJmx = false;
    server.jvmOptions.addAll(options);
    server.settings.put("perennial.gentle", "true");
    server.settings.put("perennial.hold-time", "60s");
    server.program.addAll(
        List.of(
            "-cp",
            GrownProgram.class.getProtectionDomain().getCodeSource().getLocation().getPath(),
            GrownProgram.class.getName()));
    server.program.addAll(List.of(args));
    return server;
  }

  private static void await(Server server, String line) {
    Pattern pattern = Pattern.compile(line);
    Awaitility.await(line + " in the log of " + server.base)
        .atMost(LIMIT)
        .until(() -> pattern.matcher(server.agentLog()).find());
  }
}
