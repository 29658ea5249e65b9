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

  private static final Map<String, Collector> COLLECTORS =
      Map.of(
          "Serial", Collector.SERIAL,
          "Parallel", Collector.PARALLEL,
          "G1", Collector.G1,
          "Z", Collector.ZGC,
          "Shenandoah", Collector.SHENANDOAH);

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
    // Only there where this test itself runs in a container that limits memory.
    readings.remove("memory.container");
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
            "mappings",
            "memory.native",
            "memory.process",
            "memory.refusals",
            "uptime",
            "load.served",
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
    assertThat(readings.get("mappings")[0]).isBetween(20.0, 5_000.0);
    assertThat(readings.get("mappings")[1]).isGreaterThan(5_000);
    assertThat(readings.get("memory.native")[0]).isBetween(1.0, 200.0 * (1 << 20));
    assertThat(readings.get("memory.process")[0])
        .isBetween(readings.get("memory.native")[0], 2.0 * (1 << 30));
    assertThat(readings.get("memory.process")[1]).isGreaterThan(2.0 * (1 << 30));
    assertThat(readings.get("load.served")[0]).isBetween(0.0, 1.0);
    assertThat(readings.get("load.cpu")[0]).isBetween(0.0, 1.0);
    assertThat(out).contains("collector " + COLLECTORS.get(collector));
    assertThat(costMillis(out)).as("milliseconds of CPU to read all").isLessThan(1);
  }

  private static void assertHeapLimit(double limit, String collector) {
    if (WITH_SEPARATE_OLD_GENERATION.contains(collector)) {
      assertThat(limit).isBetween(0.6 * HEAP_MAX, 0.75 * HEAP_MAX);
    } else {
      assertThat(limit).isEqualTo(HEAP_MAX);
    }
  }

  @Test
  void anIdleJvmWhoseMetaspaceHasNoLimitIsStable() throws Exception {
    List<String> out = probe("-Xmx128m", "-XX:+UseSerialGC", "-XX:-UseCompressedClassPointers");

    assertThat(readings(out).get("metaspace")[1]).as("limit of metaspace").isZero();
    assertThat(out).contains("judged STABLE all indicators are within their limits");
  }

  @Test
  void anIdleJvmWhoseHeapTheMachineCannotHoldIsStableAndItIsTold() throws Exception {
    long machine =
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getTotalMemorySize();
    String heap = "-Xmx" + (machine / (1 << 20) + 2048) + "m";

    List<String> out = probe(heap, "-Xms64m", "-XX:+UseSerialGC");

    assertThat(out).contains("judged STABLE all indicators are within their limits");
    assertThat(out).anyMatch(l -> l.startsWith("notice " + heap + ": a heap of "));
    assertThat(readings(out).get("memory.native")[1]).isBetween(0.5 * machine, 1.0 * machine);
  }

  /** Files have a limit always; the greatest is that of the kernel. */
  @Test
  void anIdleJvmWithoutALimitOfThreadsIsStable() throws Exception {
    List<String> out =
        run(List.of("bash", "-c", "ulimit -u unlimited && exec \"$@\"", "bash"), "-Xmx128m");
    assumeTrue(out.stream().noneMatch(l -> l.contains("ulimit")), "not allowed");

    assertThat(out).contains("judged STABLE all indicators are within their limits");
    if (!new ProcessFiles(Path.of("/")).maxThreads().isPresent()) {
      assertThat(readings(out).get("threads")[1]).as("limit of threads").isZero();
    }
  }

  @Test
  void aJvmThatUsesUpItsMappingsIsFoundBeforeItHasNoneLeft() throws Exception {
    List<String> out = start(List.of(java(), "-Xmx128m"), MappingProbe.class);

    assertThat(out.get(out.size() - 1)).startsWith("UNSTABLE").contains("memory mappings");
  }

  private static List<String> probe(String... options) throws Exception {
    return run(List.of(), options);
  }

  private static List<String> run(List<String> prefix, String... options) throws Exception {
    List<String> command = new ArrayList<>(prefix);
    command.add(java());
    command.addAll(List.of(options));
    command.add("-Djava.util.logging.manager=" + SensorProbe.LoudLogManager.class.getName());
    return start(command, SensorProbe.class);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static List<String> start(List<String> begin, Class<?> main) throws Exception {
    List<String> command = new ArrayList<>(begin);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
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
