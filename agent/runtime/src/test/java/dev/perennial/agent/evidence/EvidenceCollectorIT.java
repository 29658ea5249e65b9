package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    for (int i = 0; i < 100_000; i++) {
      leak.add(new Leaked());
    }

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

    assertThat(result.bytes()).isEqualTo(65536);
    assertThat(result.sentence()).contains("indicators.csv is cut to");
  }

  @Test
  void withoutBaselineTheReportSaysSo() {
    EvidenceResult result = collector(settings(10, 20L << 20)).collect(aging("", ""));

    assertThat(result.saved()).contains("classes.txt", "threads.txt", "report.html");
    assertThat(result.folder().resolve("report.txt")).content().contains("no younger histogram");
  }

  @Test
  void directoryThatCannotBeWrittenCostsTheEvidenceOnly() {
    EvidenceSettings nowhere =
        new EvidenceSettings(Path.of("/proc/evidence"), 1, 65536, Duration.ofSeconds(5), 10);

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
        folder.resolve("evidence"), keep, maxBytes, Duration.ofSeconds(30), 500);
  }
}
