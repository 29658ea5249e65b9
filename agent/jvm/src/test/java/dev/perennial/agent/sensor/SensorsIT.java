package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads all sensors in a JVM of its own, for each collector. */
@Tag("jvm")
@Execution(ExecutionMode.CONCURRENT)
final class SensorsIT {
  private static final long HEAP_MAX = 128L << 20;

  /** Not all of the heap is of use to these: a survivor space is always empty. */
  private static final Set<String> WITH_SEPARATE_OLD_GENERATION = Set.of("Serial", "Parallel");

  @ParameterizedTest
  @ValueSource(strings = {"Serial", "Parallel", "G1", "Z", "Shenandoah"})
  void readsAllIndicators(String collector) throws Exception {
    List<String> out =
        probe(
            "-Xmx128m",
            "-XX:MaxMetaspaceSize=64m",
            "-XX:MaxDirectMemorySize=32m",
            "-XX:+Use" + collector + "GC");
    assumeTrue(
        out.stream().noneMatch(l -> l.contains("Unrecognized VM option")),
        "this JDK has no " + collector);

    out.forEach(line -> System.out.println(collector + " " + line));
    assertThat(out).noneMatch(l -> l.startsWith("failed"));
    assertThat(out).as("reading must not start logging").doesNotContain("logging started");
    Map<String, double[]> readings = readings(out);
    assertThat(readings)
        .containsOnlyKeys(
            "heap.live",
            "gc.overhead",
            "gc.time",
            "metaspace",
            "code.cache",
            "classes",
            "buffers.direct",
            "buffers.mapped",
            "threads",
            "threads.deadlocked",
            "files",
            "memory.native",
            "uptime",
            "load.requests",
            "load.rate",
            "load.latency.p99",
            "load.cpu");
    assertThat(readings.get("heap.live")[0]).isBetween(8.0 * (1 << 20), 40.0 * (1 << 20));
    assertHeapLimit(readings.get("heap.live")[1], collector);
    assertThat(readings.get("gc.overhead")[0]).isBetween(0.0, 1.0);
    assertThat(readings.get("metaspace")[0]).isBetween(100_000.0, 50.0 * (1 << 20));
    assertThat(readings.get("metaspace")[1]).isEqualTo(64L << 20);
    assertThat(readings.get("buffers.direct")[1]).isEqualTo(32L << 20);
    assertThat(readings.get("threads")[0]).isBetween(1.0, 50.0);
    assertThat(readings.get("files")[0]).isBetween(1.0, 200.0);
    assertThat(readings.get("files")[1]).isGreaterThan(200);
    assertThat(readings.get("memory.native")[0]).isBetween(1.0, 200.0 * (1 << 20));
    assertThat(readings.get("load.cpu")[0]).isBetween(0.0, 1.0);
    assertThat(costMillis(out)).as("milliseconds of CPU to read all").isLessThan(1);
  }

  private static void assertHeapLimit(double limit, String collector) {
    if (WITH_SEPARATE_OLD_GENERATION.contains(collector)) {
      assertThat(limit).isBetween(0.6 * HEAP_MAX, 0.75 * HEAP_MAX);
    } else {
      assertThat(limit).isEqualTo(HEAP_MAX);
    }
  }

  /**
   * Without compressed class pointers metaspace has no limit; with a heap that the machine cannot
   * hold, native memory has none.
   */
  @Test
  void anIdleJvmWhoseMetaspaceAndNativeMemoryHaveNoLimitIsStable() throws Exception {
    long machine =
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getTotalMemorySize();

    List<String> out =
        probe(
            "-Xmx" + (machine / (1 << 20) + 2048) + "m",
            "-Xms64m",
            "-XX:+UseSerialGC",
            "-XX:-UseCompressedClassPointers");

    Map<String, double[]> readings = readings(out);
    assertThat(readings.get("metaspace")[1]).as("limit of metaspace").isZero();
    assertThat(readings.get("memory.native")[1]).as("limit of native memory").isZero();
    assertThat(out).contains("judged STABLE all indicators are within their limits");
  }

  private static List<String> probe(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-Djava.util.logging.manager=" + SensorProbe.LoudLogManager.class.getName(),
            "-cp",
            System.getProperty("java.class.path"),
            SensorProbe.class.getName()));
    Path out = Files.createTempFile("sensors", ".txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return Files.readAllLines(out, StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
      Files.delete(out);
    }
  }

  private static Map<String, double[]> readings(List<String> out) {
    return out.stream()
        .filter(l -> l.startsWith("reading "))
        .map(l -> l.split(" "))
        .collect(
            Collectors.toMap(
                w -> w[1], w -> new double[] {Double.parseDouble(w[2]), Double.parseDouble(w[3])}));
  }

  private static double costMillis(List<String> out) {
    return out.stream()
        .filter(l -> l.startsWith("cost "))
        .mapToDouble(l -> Double.parseDouble(l.split(" ")[1]))
        .findFirst()
        .orElseThrow();
  }
}
