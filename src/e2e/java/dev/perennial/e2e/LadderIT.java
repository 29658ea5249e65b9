package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a server has gathered is cleared before its restart, and measured; and all that is shown by
 * JMX can be read afterwards.
 */
@Timeout(600)
final class LadderIT {
  private static final int FILE_BYTES = 10_000;
  private static final long MEBIBYTE = 1 << 20;
  private static final Pattern BUFFERS =
      Pattern.compile("direct buffers [0-9]+ -> [0-9]+, ([0-9]+) -> ([0-9]+) bytes");

  @Test
  void filesBuffersAndGarbageAreClearedAndMeasuredAndALinkedFileIsUntouched() throws Exception {
    try (Cluster cluster = Clusters.of("ladder", "11")) {
      Server aging = cluster.add("s1", "primary");
      cluster.add("s2", "spare");
      Path root = Files.createDirectories(aging.base.resolve("scratch"));
      Path outside = Files.createDirectories(aging.base.resolve("outside"));
      aging.settings.put("perennial.clean.files", root.toString());
      aging.settings.put("perennial.clean.min-age", "1h");
      aging.settings.put("perennial.evidence.dir", aging.base.resolve("evidence").toString());
      for (Server server : cluster.servers()) {
        WebApp.lay(cluster, server, "hoard", List.of("Hoard.java"), TestSetup.apiJar());
      }
      List<Path> old =
          List.of(
              plant(root.resolve("one.tmp")),
              plant(root.resolve("upload_2")),
              plant(Files.createDirectories(root.resolve("below/deep")).resolve("three.tmp")));
      Path open = plant(root.resolve("open.tmp"));
      Path young = Files.write(root.resolve("young.tmp"), new byte[FILE_BYTES]);
      Path other = plant(root.resolve("ledger.dat"));
      Path linked = plant(outside.resolve("linked.tmp"));
      Path behindFolder = plant(outside.resolve("behind.tmp"));
      Path link = Files.createSymbolicLink(root.resolve("link.tmp"), linked);
      Path folderLink = Files.createSymbolicLink(root.resolve("folder"), outside);
      cluster.start();
      assertThat(Http.get(aging.httpPort, "/hoard/hoard?open=" + open).body()).contains("hoarded");
      long buffersBefore = directBuffers(aging);

      cluster.rejuvenate(aging);

      CompositeData row = onlyRejuvenation(aging);
      System.out.println(
          "ladder: "
              + row.getCompositeType().keySet().stream().map(k -> k + "=" + row.get(k)).toList());
      aging
          .agentLog()
          .lines()
          .filter(l -> l.contains("rejuvenation, step"))
          .forEach(System.out::println);
      assertThat(old).allSatisfy(f -> assertThat(f).doesNotExist());
      assertThat(List.of(open, young, other, linked, behindFolder))
          .allSatisfy(f -> assertThat(f).hasSize(FILE_BYTES));
      assertThat(List.of(link, folderLink)).allSatisfy(f -> assertThat(f).isSymbolicLink());
      assertThat(row.get("outcome")).isEqualTo("rejuvenated");
      assertThat(row.get("filesRemoved")).isEqualTo((long) old.size());
      assertThat(row.get("bytesRemoved")).isEqualTo((long) old.size() * FILE_BYTES);
      assertThat((long) row.get("heapBefore") - (long) row.get("heapAfter"))
          .isGreaterThan(30 * MEBIBYTE);
      assertThat((long) row.get("rssBefore")).isPositive();
      assertThat((long) row.get("rssAfter")).isPositive().isLessThan((long) row.get("rssBefore"));
      assertThat(row.get("pidAfter")).isEqualTo(row.get("pidBefore")).isEqualTo(aging.pid());
      // The cache went at the rung for buffers, the leak with the restart.
      Matcher buffers = BUFFERS.matcher(aging.agentLog());
      assertThat(buffers.find()).isTrue();
      assertThat(Long.parseLong(buffers.group(1)) - Long.parseLong(buffers.group(2)))
          // Others may take a small one meanwhile.
          .isGreaterThanOrEqualTo(24 * MEBIBYTE - MEBIBYTE / 4);
      assertThat(buffersBefore - directBuffers(aging)).isGreaterThanOrEqualTo(31 * MEBIBYTE);
      assertThat(Path.of((String) row.get("evidence"))).isNotEmptyDirectory();
      // A spare that has a history, and a primary that has taken over.
      for (Server server : cluster.servers()) {
        MBeans.assertAllRead(server);
      }
    }
  }

  private static Path plant(Path file) throws Exception {
    Files.write(file, new byte[FILE_BYTES]);
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(2, ChronoUnit.HOURS)));
  }

  private static long directBuffers(Server server) throws Exception {
    return (long) server.attribute("java.nio:type=BufferPool,name=direct", "MemoryUsed");
  }

  private static CompositeData onlyRejuvenation(Server server) throws Exception {
    TabularData all = (TabularData) server.attribute("perennial:type=History", "Rejuvenations");
    assertThat(all.values()).hasSize(1);
    return (CompositeData) all.values().iterator().next();
  }
}
