package dev.perennial.agent.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileCleanerTest {
  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

  @TempDir Path folder;
  private Path root;
  private Path outside;

  @BeforeEach
  void makeFolders() throws IOException {
    root = Files.createDirectories(folder.resolve("root"));
    outside = Files.createDirectories(folder.resolve("outside"));
  }

  @Test
  void removesOldMatchingFilesAlsoBelowAndCountsThem() throws IOException {
    Path below = Files.createDirectories(root.resolve("a/b"));
    Path old = file(root.resolve("old.tmp"), 100, 2);
    Path oldBelow = file(below.resolve("old.tmp"), 23, 2);
    Path young = file(root.resolve("young.tmp"), 100, 0);
    Path other = file(root.resolve("old.dat"), 100, 2);

    Cleaning.OfFiles result = clean();

    assertThat(result).isEqualTo(new Cleaning.OfFiles(2, 123, 0, List.of()));
    assertThat(result.sentence()).isEqualTo("2 files of 123 bytes removed, 0 in use left");
    assertThat(old).doesNotExist();
    assertThat(oldBelow).doesNotExist();
    assertThat(young).exists();
    assertThat(other).exists();
  }

  @Test
  void linkedFilesAndFoldersOutsideTheRootAreUntouched() throws IOException {
    Path target = file(outside.resolve("precious.tmp"), 100, 2);
    Path fileLink = Files.createSymbolicLink(root.resolve("link.tmp"), target);
    Path folderLink = Files.createSymbolicLink(root.resolve("folder"), outside);

    assertThat(clean()).isEqualTo(new Cleaning.OfFiles(0, 0, 0, List.of()));

    assertThat(target).hasSize(100);
    assertThat(fileLink).isSymbolicLink();
    assertThat(folderLink).isSymbolicLink();
  }

  @Test
  void filesThatThisProcessHasOpenOrMappedStay() throws IOException {
    Path open = file(root.resolve("open.tmp"), 100, 2);
    Path mapped = file(root.resolve("mapped.tmp"), 100, 2);
    MappedByteBuffer buffer = map(mapped);
    try (InputStream in = Files.newInputStream(open)) {

      assertThat(clean()).isEqualTo(new Cleaning.OfFiles(0, 0, 2, List.of()));

      assertThat(in.read() + buffer.get(0)).isZero();
    }
    assertThat(open).exists();
    assertThat(mapped).exists();
  }

  @Test
  void missingRootIsNoProblem() throws IOException {
    Files.delete(root);

    assertThat(clean()).isEqualTo(new Cleaning.OfFiles(0, 0, 0, List.of()));
  }

  /** In a folder that others write to, it may be anybody's. */
  @Test
  void aRootThatIsALinkIsNotFollowed() throws IOException {
    Path precious = file(outside.resolve("old.tmp"), 10, 2);
    Files.delete(root);
    Files.createSymbolicLink(root, outside);

    assertThat(clean())
        .isEqualTo(
            new Cleaning.OfFiles(
                0,
                0,
                0,
                List.of(
                    root
                        + ": java.io.IOException: "
                        + root
                        + " is a link; name the folder that it leads to")));

    assertThat(precious).exists();
  }

  @Test
  void anAdministratorsLinkOnTheWayIsFollowed() throws IOException {
    Path old = file(Files.createDirectories(outside.resolve("below")).resolve("old.tmp"), 10, 2);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("root/../outside"));
    root = link.resolve("below");

    assertThat(clean()).isEqualTo(new Cleaning.OfFiles(1, 10, 0, List.of()));
    assertThat(old).doesNotExist();
  }

  private Cleaning.OfFiles clean() {
    CleanSettings settings =
        new CleanSettings(
            List.of(root), List.of("*.tmp"), Duration.ofDays(1), Duration.ofSeconds(30));
    return new FileCleaner(settings, () -> OwnFolderTest.user(folder), InstantSource.fixed(NOW))
        .clean();
  }

  /** The mapping outlives the descriptor that it was made with. */
  private static MappedByteBuffer map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, 100);
    }
  }

  private static Path file(Path path, int bytes, int daysOld) throws IOException {
    Files.write(path, new byte[bytes]);
    Files.setLastModifiedTime(path, FileTime.from(NOW.minus(Duration.ofDays(daysOld))));
    return path;
  }
}
