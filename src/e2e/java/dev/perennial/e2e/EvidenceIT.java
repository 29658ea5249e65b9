package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is left of a restarted server says what leaked in it. */
@Timeout(600)
final class EvidenceIT {
  private static final long MAX_BYTES = 1 << 20;
  private static final String NOTED = "sizes of the young server are noted";

  /** In turn: after each rejuvenation the other one is the primary. */
  @Test
  void whatHasLeakedIsNamedFirstAndAFolderThatCannotBeMadeHoldsNothingUp() throws Exception {
    try (Cluster cluster = cluster("evidence")) {
      Server dumping = cluster.get("s1");
      Server counting = cluster.get("s2");
      dumping.settings.put("perennial.evidence.heap-dump", "read");
      cluster.start();

      age(dumping, "array");
      cluster.rejuvenate(dumping);
      theHeapDumpNamesWhoHoldsArraysThatHaveNoName(onlyFolder(dumping));

      age(counting, "voucher");
      cluster.rejuvenate(counting);
      theLeakingClassIsNamed(onlyFolder(counting));

      makeImpossible(dumping.base.resolve("evidence"));
      cluster.rejuvenate(dumping);
      assertThat(dumping.agentLog()).contains("no evidence was saved");
    }
  }

  private static void theHeapDumpNamesWhoHoldsArraysThatHaveNoName(Path folder) throws IOException {
    assertThat(firstSuspect(folder)).isEqualTo("shop.Leaks$Cache");
    assertReportIsWhole(folder, "shop.Leaks$Cache");
    assertThat(folder.resolve("heap.hprof")).doesNotExist();
  }

  private static void theLeakingClassIsNamed(Path folder) throws IOException {
    assertThat(firstSuspect(folder)).isEqualTo("shop.Leaks$Voucher");
    assertReportIsWhole(folder, "shop.Leaks$Voucher");
    assertCsvParses(folder.resolve("indicators.csv"));
    assertThat(size(folder)).isPositive().isLessThanOrEqualTo(MAX_BYTES);
  }

  /** Nobody can make a folder below a file, not even root. */
  private static void makeImpossible(Path folder) throws IOException {
    Files.move(folder, folder.resolveSibling("evidence-before"));
    Files.createFile(folder);
  }

  private static Cluster cluster(String test) throws IOException {
    Cluster cluster =
        Clusters.of(test, "11")
            .with("perennial.evidence.baseline-after", "4s")
            // Reading a dump takes half of it at most, and this machine may be busy.
            .with("perennial.evidence.limit", "5m")
            .with("perennial.evidence.max-bytes", Long.toString(MAX_BYTES));
    for (String name : List.of("s1", "s2")) {
      Server server = cluster.add(name, name.equals("s1") ? "primary" : "spare");
      server.settings.put("perennial.evidence.dir", server.base.resolve("evidence").toString());
      WebApp.lay(cluster, server, "shop", List.of("Leaks.java"));
    }
    return cluster;
  }

  private static void age(Server server, String what) throws Exception {
    Awaitility.await("baseline of " + server.name)
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> server.agentLog().contains(NOTED));
    assertThat(Http.get(server.httpPort, "/shop/leak?what=" + what).body()).contains("leaked");
  }

  private static Path onlyFolder(Server server) throws IOException {
    try (Stream<Path> all = Files.list(server.base.resolve("evidence"))) {
      // The next life may be rehearsing how to save it.
      List<Path> folders = all.filter(p -> !p.getFileName().toString().startsWith(".")).toList();
      assertThat(folders).hasSize(1);
      return folders.get(0);
    }
  }

  private static String firstSuspect(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("report.txt"));
    int title = lines.indexOf("Classes that explain the heap");
    return lines.get(title + 3).strip().split(" ")[0];
  }

  /** The first cell of the table in the page is the same, and the page needs nothing else. */
  private static void assertReportIsWhole(Path folder, String first) throws IOException {
    String page = Files.readString(folder.resolve("report.html"));
    String table = page.substring(page.indexOf("<h2>Classes that explain the heap"));
    assertThat(table.substring(table.indexOf("<td>"))).startsWith("<td>" + first + "</td>");
    assertThat(page)
        .endsWith("</html>\n")
        .contains("<svg")
        .doesNotContain("<script", "src=", "href=", "url(", "@import");
  }

  private static void assertCsvParses(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines).hasSizeGreaterThan(10);
    int columns = lines.get(0).split(",", -1).length;
    assertThat(lines.subList(1, lines.size()))
        .allSatisfy(
            line -> {
              String[] cells = line.split(",", -1);
              assertThat(cells).hasSize(columns);
              assertThat(Instant.parse(cells[0])).isAfter(Instant.EPOCH);
              assertThat(Double.parseDouble(cells[2])).isFinite();
            })
        .anyMatch(line -> line.contains(",gc.time,"));
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(f -> f.toFile().length()).sum();
    }
  }
}
