package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A Tomcat without work in a container that is small for its heap, which is a cgroup of version 1:
 * with the settings as they are it is left alone.
 */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
@Tag("full")
final class SmallContainerIT {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup/memory");

  /** Longer than any hold time of what is critical, and than the server is young. */
  private static final Duration LEFT_ALONE = Duration.ofMinutes(4);

  @ParameterizedTest(name = "{1} in {0} MiB")
  @CsvSource({"400, -Xmx320m", "512, -Xmx384m", "400, -Xmx1g"})
  void anIdleServerIsLeftAlone(int mib, String heap) throws Exception {
    Path group = group(mib);
    try (Cluster cluster = Clusters.of("small-container" + heap, "11")) {
      Server only = cluster.add("s1", "primary");
      only.settings.put("perennial.action", "automatic");
      only.settings.put("perennial.emergency", "restart");
      only.jvmOptions.add(heap);
      only.launcher.addAll(
          List.of("sh", "-c", "echo $$ > " + group + "/cgroup.procs && exec \"$0\" \"$@\""));
      cluster.start();
      Object started = only.startTime();

      Awaitility.await()
          .during(LEFT_ALONE)
          .atMost(LEFT_ALONE.plusMinutes(1))
          .pollInterval(Duration.ofSeconds(5))
          .until(() -> !only.agentLog().matches("(?s).*verdict (UNSTABLE|CRITICAL).*"));

      assertThat(only.startTime()).isEqualTo(started);
      assertThat((double) only.attribute("perennial:type=Indicator,name=memory.container", "Limit"))
          .isEqualTo((double) mib * (1 << 20));
      if (!heap.equals("-Xmx384m")) {
        assertThat(only.agentLog()).contains(heap + ": a heap of ", " do not fit into the " + mib);
      }
    } finally {
      Awaitility.await().ignoreExceptions().until(() -> Files.deleteIfExists(group));
    }
  }

  private static Path group(int mib) throws IOException {
    Path group = MOUNT.resolve("perennial-e2e-" + ProcessHandle.current().pid() + "-" + mib);
    for (int next = 0; Files.exists(group); next++) {
      group = group.resolveSibling(group.getFileName() + "-" + next);
    }
    try {
      Files.createDirectory(group);
    } catch (IOException e) {
      Assumptions.abort("no cgroups of version 1 for memory, or not allowed to make any: " + e);
    }
    Files.writeString(group.resolve("memory.limit_in_bytes"), Long.toString((long) mib << 20));
    return group;
  }
}
