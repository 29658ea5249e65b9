package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the agent itself takes, beside the same program without it. */
@Timeout(900)
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
final class FootprintIT {
  private static final Pattern TOLD =
      Pattern.compile("the agent itself: \\d+ classes, \\d+ threads, and at most (\\d+) MB");

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final double MEGABYTE = 1 << 20;
  private static final int SECONDS = 40;

  @Test
  void aFullCollectionLeavesNoMoreOfItThanIsTold() throws Exception {
    try (Cluster cluster = Clusters.of("footprint", "11")) {
      Server control = cluster.add("control", "primary");
      control.withAgent = false;
      Server member = cluster.add("s1", "primary");
      cluster.start();
      Server small = cluster.add("s2", "primary");
      small.jvmOptions.add("-Xmx96m");
      cluster.start(small);
      cluster.awaitHttp(small);

      long added = Math.round((live(member) - live(control)) / MEGABYTE);
      long addedAlone = Math.round((live(small) - live(control)) / MEGABYTE);

      System.out.printf("footprint: %d MB as a member, %d MB alone%n", added, addedAlone);
      assertThat(told(member)).isEqualTo(12);
      assertThat(added).isBetween(1L, 12L);
      assertThat(addedAlone).isBetween(1L, told(small));
      String why = "its heap of 96 MB is smaller than perennial.cluster.least-heap=128";
      assertThat(small.agentLog()).contains(why + ": this server is judged and guarded");
      assertThat(Http.get(small.agentPort, "/ready").body())
          .isEqualToIgnoringNewLines("ready: no cluster, serves alone: " + why);
    }
  }

  @Test
  void programsOfSmallHeapsLiveOn() throws Exception {
    Map<String, List<String>> heaps = new LinkedHashMap<>();
    heaps.put("serial16", List.of("-XX:+UseSerialGC", "-Xmx16m"));
    heaps.put("g1of32", List.of("-XX:+UseG1GC", "-Xmx32m"));
    heaps.put("zgc100", List.of("-XX:+UseZGC", "-Xmx100m"));
    try (Cluster cluster = Clusters.of("small-heaps", "11")) {
      for (Map.Entry<String, List<String>> heap : heaps.entrySet()) {
        for (String agent : List.of("with", "without")) {
          Server server = cluster.add(heap.getKey() + agent, "primary");
          server.withAgent = agent.equals("with");
          server.withJmx = false;
          server.jvmOptions.addAll(heap.getValue());
          String megabytes = heap.getValue().get(1).replaceAll("\\D", "");
          server.program.addAll(
              List.of("-cp", classPath(), SmallProgram.class.getName(), "" + SECONDS, megabytes));
          cluster.start(server);
        }
      }
      for (Server server : cluster.servers()) {
        assertThat(server.process().waitFor(5, TimeUnit.MINUTES)).as(server.name).isTrue();
        assertThat(server.agentLog())
            .as(server.name)
            .contains("has worked")
            .doesNotContain("java.lang.OutOfMemoryError");
        assertThat(server.process().exitValue()).as(server.name).isZero();
        if (server.withAgent) {
          assertThat(server.agentLog()).contains("the agent has started");
        }
      }
    }
  }

  private static String classPath() {
    return SmallProgram.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  /** Waits for it: it is told when the agent is up. */
  private static long told(Server server) throws Exception {
    Awaitility.await("what the agent takes, in the log of " + server.base)
        .atMost(LIMIT)
        .until(() -> TOLD.matcher(server.agentLog()).find());
    Matcher told = TOLD.matcher(server.agentLog());
    assertThat(told.find()).isTrue();
    return Long.parseLong(told.group(1));
  }

  /** Returns what full collections leave of the heap, in bytes. */
  private static double live(Server server) throws Exception {
    if (server.withAgent) {
      long unused = told(server);
    }
    return server.withJmx(
        connection -> {
          long least = Long.MAX_VALUE;
          for (int i = 0; i < 3; i++) {
            // What is only softly reachable or waits to be finalised goes with the next one.
            ObjectName memory = new ObjectName(ManagementFactory.MEMORY_MXBEAN_NAME);
            connection.invoke(memory, "gc", new Object[0], new String[0]);
            least = Math.min(least, used(connection, memory));
          }
          return (double) least;
        });
  }

  private static long used(MBeanServerConnection connection, ObjectName memory)
      throws IOException, JMException {
    return (Long) ((CompositeData) connection.getAttribute(memory, "HeapMemoryUsage")).get("used");
  }
}
