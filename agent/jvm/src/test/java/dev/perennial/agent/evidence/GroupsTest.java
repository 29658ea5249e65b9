package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.evidence.Groups.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GroupsTest {
  @Test
  void namesOfOneKindDifferInTheirNumbersOnly() {
    assertThat(Groups.ofNames(List.of("pool-1-thread-1", "pool-12-thread-3", "main")).counts())
        .containsExactly(
            java.util.Map.entry("main", 1L), java.util.Map.entry("pool-#-thread-#", 2L));
  }

  @Test
  void theMostGrownIsFirstThenTheLargest() {
    Groups young = Groups.of(List.of("a", "a", "a", "a", "b"));
    Groups aged = Groups.of(List.of("a", "a", "a", "a", "b", "c", "c", "d"));

    assertThat(aged.since(young, 3))
        .containsExactly(new Row("c", 2, 2), new Row("d", 1, 1), new Row("a", 4, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "socket:[123], socket",
    "pipe:[5], pipe",
    "anon_inode:[eventpoll], eventpoll",
    "anon_inode:inotify, inotify",
    "/opt/lib/a.jar, jars",
    "/usr/lib/jvm/17/lib/modules, jars",
    "/var/data/x.log, files in /var/data",
    "/var/data/x.log (deleted), files in /var/data (deleted)",
    "/x, files in /",
  })
  void whatIsOpenIsOfAKind(String target, String kind) {
    assertThat(OpenFiles.kind(target)).isEqualTo(kind);
  }

  @Test
  void linksAreReadAndAFolderThatIsNotThereHasNone(@TempDir Path folder) throws Exception {
    Path links = Files.createDirectory(folder.resolve("fd"));
    Files.createSymbolicLink(links.resolve("1"), Path.of("/var/data/x"));
    Files.createSymbolicLink(links.resolve("2"), Path.of("/var/data/y"));
    Files.createFile(links.resolve("no-link"));

    assertThat(new OpenFiles(folder).read())
        .isEqualTo(Groups.of(List.of("files in /var/data", "files in /var/data")));
    assertThat(new OpenFiles(folder.resolve("none")).read().counts()).isEmpty();
  }

  @Test
  void classesAreCountedByTheirLoadersType() {
    String printed =
        """
        ClassLoader         Parent              CLD*               Classes   ChunkSz   BlockSz  Type
        0x00007f885c002000  0x00007f885b07af08  0x00007f88dc3e1980       1       768       216  a.PluginLoader
        0x00007f885c003000  0x00007f885b07af08  0x00007f88dc3e1981       4       768       216  a.PluginLoader
        0x0000000000000000  0x0000000000000000  0x00007f88dc0da9f0    1179    557056    244315  <boot class loader>
                                                                        36     13824      8213   + hidden classes
        Total = 4                                                     2556   1495168   1173410
        ChunkSz: Total size of all allocated metaspace chunks
        """;

    assertThat(ClassLoaders.parse(printed).counts())
        .containsExactly(
            java.util.Map.entry("<boot class loader>", 1179L),
            java.util.Map.entry("a.PluginLoader", 5L));
  }
}
