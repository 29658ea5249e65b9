package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.evidence.EvidenceSettings.HeapDump;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Tag("jvm")
@Isolated("its evidence is of this JVM")
final class EvidenceCollectorIT {
  @TempDir Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
  private final List<Object> leak = new ArrayList<>();

  /** What the planted leak is made of. */
  private static final class Leaked {}

  @Test
  void namesTheClassThatHasGrown() throws IOException {
    EvidenceCollector collector = collector(settings(10, 20L << 20));
    assertThat(collector.takeBaseline()).isTrue();
    grow(100_000);

    EvidenceResult result = collector.collect(aging("heap full in 3 h", "time,heap\n1,2\n"));

    System.out.println(result.sentence());
    Path saved = folder.resolve("evidence/20260102T030405.000Z");
    assertThat(result.folder()).isEqualTo(saved);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(saved)))
        .isEqualTo("rwx------");
    assertThat(firstSuspect(saved.resolve("report.txt"))).endsWith("$Leaked");
    assertThat(saved.resolve("report.html")).content().contains("$Leaked", "heap full in 3 h");
    assertThat(saved.resolve("classes.txt")).content().contains("#instances");
    assertThat(saved.resolve("threads.txt")).content().contains("perennial-evidence");
    assertThat(saved.resolve("indicators.csv")).hasContent("time,heap\n1,2\n");
    assertThat(saved.resolve("summary.txt")).content().contains("reason heap full in 3 h");
    assertThat(leak).isNotEmpty();
  }

  /** A JVM that can load no class any more: the loaders that leak are what there is to be told. */
  @Test
  void withTheMetaspaceExhaustedAllIsSaved() throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:MaxMetaspaceSize=40m",
            "-cp",
            System.getProperty("java.class.path"),
            MetaspaceProgram.class.getName(),
            folder.toString());
    Path out = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(out).content().endsWith("true\n").doesNotContain("left out");
    try (Stream<Path> saved = Files.list(folder.resolve("evidence"))) {
      Path only = saved.reduce((a, b) -> folder).orElseThrow();
      assertThat(only.resolve("report.txt"))
          .as(Files.readString(out))
          .content()
          .contains("metaspace full", "MetaspaceProgram$Leak");
      assertThat(only.resolve("report.html")).content().endsWith("</html>\n");
      assertThat(only.resolve("threads.txt")).isNotEmptyFile();
      assertThat(only.resolve("classes.txt")).isNotEmptyFile();
    }
  }

  @Test
  void anEarlyBaselineShowsGrowthAndTheLaterOneTakesItsPlace() throws IOException {
    EvidenceCollector collector = collector(settings(10, 20L << 20));
    // What other tests have left would make the heap look large.
    System.gc();
    assertThat(collector.takeEarlyBaseline()).isTrue();
    grow(100_000);

    EvidenceResult early = collector.collect(aging("", ""));
    assertThat(collector.takeBaseline()).isTrue();
    assertThat(collector.takeEarlyBaseline()).isTrue();
    now.updateAndGet(n -> n.plusSeconds(1));
    EvidenceResult late = collector.collect(aging("", ""));

    assertThat(firstSuspect(early.folder().resolve("report.txt"))).endsWith("$Leaked");
    assertThat(late.folder().resolve("report.txt")).content().doesNotContain("$Leaked");
    assertThat(leak).isNotEmpty();
  }

  @Test
  void inALargeHeapTheEarlyBaselineLeavesTheClassesOut() {
    byte[][] much = new byte[260][1 << 20];
    EvidenceCollector collector = collector(settings(10, 20L << 20));

    assertThat(collector.takeEarlyBaseline()).isFalse();

    EvidenceResult result = collector.collect(aging("", ""));
    assertThat(result.folder().resolve("report.txt"))
        .content()
        .contains("no younger histogram")
        .doesNotContain("Nothing is known of the young server");
    assertThat(much.length).isEqualTo(260);
  }

  @Test
  void oldestFoldersGoAndOtherFilesStay() throws IOException {
    EvidenceCollector collector = collector(settings(2, 20L << 20));
    Files.createDirectories(folder.resolve("evidence/mine"));
    for (int i = 0; i < 4; i++) {
      collector.collect(aging("", ""));
      now.updateAndGet(n -> n.plusSeconds(1));
    }

    try (Stream<Path> left = Files.list(folder.resolve("evidence"))) {
      assertThat(left.map(p -> "" + p.getFileName()))
          .containsExactlyInAnyOrder("mine", "20260102T030407.000Z", "20260102T030408.000Z");
    }
  }

  @Test
  void sizeIsBoundedAndSaysSo() {
    EvidenceResult result = collector(settings(10, 65536)).collect(aging("", "x".repeat(100_000)));

    assertThat(result.bytes()).isGreaterThan(40_000).isLessThanOrEqualTo(65536);
    assertThat(result.folder().resolve("report.html")).content().endsWith("</html>\n");
    assertThat(result.sentence()).contains("indicators.csv is cut to");
  }

  @Test
  void withoutBaselineTheReportSaysSo() {
    EvidenceResult result = collector(settings(10, 20L << 20)).collect(aging("", ""));

    assertThat(result.saved()).contains("classes.txt", "threads.txt", "report.html");
    assertThat(result.folder().resolve("report.txt")).content().contains("no younger histogram");
  }

  /** One list of arrays: no class of the application has grown. */
  private static final class Cache {
    final List<byte[]> kept = new ArrayList<>();
  }

  @Test
  void aHeapDumpTellsWhoHoldsTheArraysAndIsRemoved() throws IOException {
    EvidenceCollector collector = collector(with(HeapDump.READ, false));
    assertThat(collector.takeBaseline()).isTrue();
    Cache cache = fill(30 << 10);

    EvidenceResult result = collector.collect(aging("", ""));

    System.out.println(result.sentence());
    assertThat(firstSuspect(result.folder().resolve("report.txt"))).endsWith("$Cache");
    assertThat(result.folder().resolve("report.txt")).content().contains("Who holds them");
    assertThat(result.folder().resolve("heap.hprof")).doesNotExist();
    assertThat(cache.kept).isNotEmpty();
  }

  /** Some hold a view only: what they keep is the buffer behind it. */
  private static final class Transfers {
    final List<ByteBuffer> open = new ArrayList<>();
  }

  private static final ThreadLocal<ByteBuffer> OWN = new ThreadLocal<>();

  /** Makes as many of its own, but small. */
  private static final class Pings {
    final ByteBuffer[] sent = new ByteBuffer[64];
  }

  @Test
  void aHeapDumpTellsWhoHoldsTheDirectBuffersByTheirMemory() throws Exception {
    EvidenceCollector collector = collector(with(HeapDump.READ, false));
    assertThat(collector.takeBaseline()).isTrue();
    Transfers transfers = new Transfers();
    Pings pings = new Pings();
    for (int i = 0; i < 64; i++) {
      transfers.open.add(ByteBuffer.allocateDirect(512 << 10).slice());
      pings.sent[i] = ByteBuffer.allocateDirect(64).asReadOnlyBuffer();
    }
    CountDownLatch made = new CountDownLatch(2);
    CountDownLatch end = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      threads.add(
          new Thread(
              () -> {
                OWN.set(ByteBuffer.allocateDirect(4 << 20));
                made.countDown();
                awaitUninterrupted(end);
              },
              "sender-" + i));
    }
    EvidenceResult result;
    try {
      threads.forEach(Thread::start);
      made.await();
      result = collector.collect(agingBy("buffers.direct"));
    } finally {
      end.countDown();
    }

    System.out.println(result.sentence());
    List<String> report = Files.readAllLines(result.folder().resolve("report.txt"));
    int title = report.indexOf("Who holds the direct buffers");
    // It is what decided, so it comes first.
    assertThat(title).isEqualTo(4);
    assertThat(report.get(title + 1)).contains("By a heap dump");
    assertThat(report.get(title + 3)).contains("$Transfers ", " MiB  holds ");
    assertThat(part(report.get(title + 3))).isBetween(70.0, 82.0);
    assertThat(report.get(title + 4)).contains("thread sender-# ", " KiB  holds ");
    assertThat(part(report.get(title + 4))).isBetween(15.0, 25.0);
    assertThat(report.subList(title, title + 8)).noneMatch(l -> l.contains("$Pings"));
    assertThat(transfers.open).hasSize(pings.sent.length);
  }

  private static double part(String row) {
    return Double.parseDouble(row.replaceAll(".*holds (\\d+) %.*", "$1"));
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Aging agingBy(String indicator) {
    Aging.Row row = new Aging.Row(indicator, 1, 2, "bytes", "UNSTABLE", "", 0, 0, 0, 0, 0);
    return new Aging("s1", "", Instant.EPOCH, List.of(row), List.of(), "");
  }

  @Test
  void theNewestHeapDumpAndTheFlightRecordingAreKeptIfAskedFor() throws IOException {
    EvidenceCollector collector = collector(with(HeapDump.KEEP, true));
    assertThat(collector.takeBaseline()).isTrue();

    EvidenceResult first = collector.collect(aging("", ""));
    now.updateAndGet(n -> n.plusSeconds(1));
    EvidenceResult second = collector.collect(aging("", ""));
    new DiagnosticCommands().run("jfrStop", "name=perennial");

    System.out.println(second.sentence());
    assertThat(first.folder().resolve("heap.hprof")).doesNotExist();
    assertThat(second.folder().resolve("heap.hprof")).isNotEmptyFile();
    assertThat(second.folder().resolve("flight.jfr")).isNotEmptyFile();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(second.folder().resolve("heap.hprof"))))
        .startsWith("rw-------");
  }

  private void grow(int leaked) {
    for (int i = 0; i < leaked; i++) {
      leak.add(new Leaked());
    }
  }

  private static Cache fill(int blocks) {
    Cache cache = new Cache();
    for (int i = 0; i < blocks; i++) {
      cache.kept.add(new byte[1024]);
    }
    return cache;
  }

  private EvidenceSettings with(HeapDump dump, boolean recording) {
    return new EvidenceSettings(
        folder.resolve("evidence"), 10, 20L << 20, Duration.ofSeconds(60), 500, dump, recording);
  }

  @Test
  void directoryThatCannotBeWrittenCostsTheEvidenceOnly() {
    EvidenceSettings nowhere =
        new EvidenceSettings(
            Path.of("/proc/evidence"), 1, 65536, Duration.ofSeconds(5), 10, HeapDump.NONE, false);

    EvidenceResult result = collector(nowhere).collect(aging("", ""));

    assertThat(result.folder()).isNull();
    assertThat(result.sentence()).contains("no evidence was saved").contains("/proc/evidence");
  }

  private static Aging aging(String reason, String csv) {
    return new Aging("s1", reason, Instant.EPOCH, List.of(), List.of(), csv);
  }

  private static String firstSuspect(Path report) throws IOException {
    List<String> lines = Files.readAllLines(report);
    int title = lines.indexOf("Classes that explain the heap");
    return lines.get(title + 3).strip().split(" ")[0];
  }

  private EvidenceCollector collector(EvidenceSettings settings) {
    return new EvidenceCollector(settings, new DiagnosticCommands(), now::get);
  }

  private EvidenceSettings settings(int keep, long maxBytes) {
    return new EvidenceSettings(
        folder.resolve("evidence"),
        keep,
        maxBytes,
        Duration.ofSeconds(30),
        500,
        HeapDump.NONE,
        false);
  }
}
