package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.evidence.EvidenceSettings.HeapDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptEvidenceTest {
  @TempDir Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));

  private EvidenceCollector collector() {
    return new EvidenceCollector(
        new EvidenceSettings(
            folder, 10, 1 << 20, Duration.ofSeconds(30), 500, HeapDump.NONE, false),
        new DiagnosticCommands(),
        now::get,
        Surroundings.none(),
        () -> " 1: 900 9000000 shop.Receipt\n");
  }

  private static Aging aging(String reason) {
    Aging.Row row = new Aging.Row("heap.live", 1, 2, "bytes", "UNSTABLE", "", 0, 0, 0, 0, 0);
    return new Aging("s1", reason, Instant.EPOCH, List.of(row), List.of(), "time,heap\n1,2\n");
  }

  @Test
  void theNewestBecomesEvidenceOfTheLifeThatTheGuardEnded() throws IOException {
    EvidenceCollector collector = collector();
    for (String reason : List.of("first", "second", "third")) {
      // What was looked at once is not looked at again.
      assertThat(collector.keep(aging(reason), reason.equals("first")).problems()).isEmpty();
      now.updateAndGet(n -> n.plusSeconds(60));
    }
    assertThat(names(folder.resolve(".kept"))).hasSize(2);

    Path adopted = KeptEvidence.adopt(folder, "heap <b>exhausted").orElseThrow();

    assertThat(adopted).isEqualTo(folder.resolve("20260102T030605.000Z"));
    List<String> report = Files.readAllLines(adopted.resolve("report.txt"));
    assertThat(report.get(0)).startsWith("heap <b>exhausted. What follows was kept");
    assertThat(report).contains("Reason: third");
    // The culprit is in the first table.
    assertThat(report.get(report.indexOf("Classes that explain the heap") + 3))
        .startsWith("  shop.Receipt ");
    assertThat(report.indexOf("Classes that explain the heap")).isEqualTo(6);
    assertThat(adopted.resolve("report.html"))
        .content()
        .contains("<p class=\"reason\">heap &lt;b&gt;exhausted.");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(adopted.resolve("report.txt"))))
        .isEqualTo("rw-------");
    assertThat(names(folder.resolve(".kept"))).isEmpty();
    assertThat(KeptEvidence.adopt(folder, "again")).isEmpty();
  }

  @Test
  void whatIsNotCompleteIsNoEvidence() throws IOException {
    Files.createDirectories(folder.resolve(".kept/20260102T030405.000Z.partial"));
    Files.createFile(folder.resolve(".kept/20260102T030405.000Z.partial/report.txt"));
    Files.createDirectories(folder.resolve(".kept/20260102T030305.000Z"));

    assertThat(KeptEvidence.adopt(folder, "")).isEmpty();
    KeptEvidence.forget(folder);

    assertThat(names(folder.resolve(".kept"))).isEmpty();
    KeptEvidence.forget(folder.resolve("none"));
  }

  private static List<String> names(Path of) throws IOException {
    try (Stream<Path> all = Files.list(of)) {
      return all.map(p -> String.valueOf(p.getFileName())).toList();
    }
  }
}
