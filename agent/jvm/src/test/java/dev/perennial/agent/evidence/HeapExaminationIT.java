package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.evidence.EvidenceSettings.HeapDump;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A process of its own reads the dump of this JVM, and names what is planted here. */
@Tag("jvm")
@Isolated("its evidence is of this JVM")
final class HeapExaminationIT {
  private static final int MEGABYTE = 1 << 20;
  private static final ThreadLocal<byte[]> SCRATCH = new ThreadLocal<>();
  private static final Map<Integer, Voucher> VOUCHERS = new LinkedHashMap<>();
  private static final List<Class<?>> PLUGINS = new ArrayList<>();
  private static Step chain = new Step(null, new byte[60]);

  @TempDir Path folder;

  /** What nobody removes. */
  private record Voucher(byte[] text) {}

  /** Of these each keeps the next: as deep as there are of them. */
  private record Step(Step before, byte[] kept) {}

  /** What each of the loaders has one of. */
  static final class Plugin {
    private Plugin() {}
  }

  private static final class PluginLoader extends ClassLoader {
    Class<?> define(byte[] bytes) {
      return defineClass(null, bytes, 0, bytes.length);
    }
  }

  @Test
  void whatKeepsTheHeapIsNamedByItsFieldThreadOrThreadLocal() throws Exception {
    plant();
    List<Thread> threads = new ArrayList<>();
    CountDownLatch made = new CountDownLatch(6);
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 0; i < 6; i++) {
      threads.add(new Thread(() -> keepScratch(made, end), "clerk-" + i));
    }
    String report;
    try {
      threads.forEach(Thread::start);
      made.await();
      report = report(Duration.ofMinutes(10), examiner());
    } finally {
      end.countDown();
      VOUCHERS.clear();
    }

    String name = HeapExaminationIT.class.getName();
    List<String> keepers = table(report, "What keeps the heap");
    assertThat(keepers.get(0))
        .as(report)
        .startsWith("  " + name + "$Voucher ")
        .contains(name + ".VOUCHERS > ");
    assertThat(keepers)
        .anyMatch(
            row ->
                row.startsWith("  thread-local " + name + ".SCRATCH ")
                    && row.contains("6 x byte[]")
                    && row.contains("6 x thread clerk-#"))
        .anyMatch(row -> row.startsWith("  " + name + "$Step ") && row.contains(name + ".chain"));
    assertThat(table(report, "What keeps class loaders"))
        .anyMatch(
            row ->
                row.startsWith("  " + name + "$Plugin ")
                    && row.contains(" 50 ")
                    && row.contains("$PluginLoader")
                    && row.contains(name + ".PLUGINS"));
    assertThat(report).doesNotContain("Not found out: what keeps");
    try (var left = Files.list(onlyFolder())) {
      assertThat(left.map(p -> "" + p.getFileName())).doesNotContain("heap.hprof", "examination");
    }
  }

  @Test
  void whereThereIsNoProcessForItTheHoldersAreToldAllTheSame() throws Exception {
    plant();

    String report =
        report(Duration.ofMinutes(10), List.of("-cp", "nowhere", "dev.perennial.Nothing"));

    VOUCHERS.clear();
    assertThat(report)
        .contains("Who holds them", "Not found out: ", "dev.perennial.Nothing")
        .doesNotContain("What keeps the heap\n");
  }

  private static void plant() throws IOException {
    for (int i = 0; i < 30_000; i++) {
      VOUCHERS.put(i, new Voucher(new byte[1500]));
    }
    for (int i = 0; i < 200_000; i++) {
      chain = new Step(chain, new byte[60]);
    }
    byte[] bytes;
    try (InputStream in =
        HeapExaminationIT.class.getResourceAsStream("HeapExaminationIT$Plugin.class")) {
      bytes = in.readAllBytes();
    }
    PLUGINS.clear();
    for (int i = 0; i < 50; i++) {
      PLUGINS.add(new PluginLoader().define(bytes));
    }
  }

  private static void keepScratch(CountDownLatch made, CountDownLatch end) {
    SCRATCH.set(new byte[3 * MEGABYTE]);
    made.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> examiner() {
    // The class path may be in the manifest of a jar: but the place of one class is known.
    String place =
        HeapExamination.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return List.of("-cp", place, HeapExamination.class.getName());
  }

  private String report(Duration limit, List<String> examiner) throws IOException {
    EvidenceSettings settings =
        new EvidenceSettings(
            folder.resolve("evidence"), 10, 20L << 20, limit, 500, HeapDump.READ, false);
    Surroundings around =
        new Surroundings(() -> new Class<?>[0], examiner, new ThreadCreators(System::nanoTime));
    EvidenceResult result =
        new EvidenceCollector(settings, new DiagnosticCommands(), InstantSource.system(), around)
            .collect(new Aging("s1", "", Instant.EPOCH, List.of(), List.of(), ""));
    System.out.println(result.sentence());
    return Files.readString(result.folder().resolve("report.txt"));
  }

  private Path onlyFolder() throws IOException {
    try (var folders = Files.list(folder.resolve("evidence"))) {
      return folders.reduce((a, b) -> folder).orElseThrow();
    }
  }

  private static List<String> table(String report, String title) {
    List<String> lines = report.lines().toList();
    int at = lines.indexOf(title);
    assertThat(at).as(report).isPositive();
    List<String> rows = lines.subList(at + 3, lines.size());
    int end = rows.indexOf("");
    return end < 0 ? rows : rows.subList(0, end);
  }
}
