package dev.perennial.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WovenCacheTest {
  private static final byte[] ORIGINAL = {1, 2, 3};
  private static final byte[] WOVEN = {1, 2, 9, 3};

  @TempDir Path directory;

  @Test
  void findsWhatWasKeptForTheSameBytesAndBuild() {
    WovenCache cache = WovenCache.in(directory, "build");

    cache.keep("a/B", ORIGINAL, WOVEN);

    assertThat(cache.find("a/B", ORIGINAL)).isEqualTo(WOVEN);
    assertThat(cache.find("a/B", new byte[] {1})).isNull();
    assertThat(cache.find("a/C", ORIGINAL)).isNull();
    assertThat(WovenCache.in(directory, "other").find("a/B", ORIGINAL)).isNull();
  }

  @Test
  void aDamagedFileIsNotUsed() throws IOException {
    WovenCache cache = WovenCache.in(directory, "build");
    cache.keep("a/B", ORIGINAL, WOVEN);
    Path file = onlyFile();

    byte[] content = Files.readAllBytes(file);
    content[content.length - 1]++;
    Files.write(file, content);
    assertThat(cache.find("a/B", ORIGINAL)).isNull();

    Files.write(file, new byte[3]);
    assertThat(cache.find("a/B", ORIGINAL)).isNull();
  }

  @Test
  void theNumberOfFilesIsBounded() throws IOException {
    WovenCache cache = WovenCache.in(directory, "build");

    for (int i = 0; i < 300; i++) {
      cache.keep("a/B" + i, ORIGINAL, WOVEN);
    }

    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.count()).isLessThanOrEqualTo(256);
    }
    assertThat(cache.find("a/B299", ORIGINAL)).isEqualTo(WOVEN);
  }

  @Test
  void aDirectoryThatIsGoneDoesNoHarm() {
    WovenCache cache = WovenCache.in(directory.resolve("gone"), "build");

    cache.keep("a/B", ORIGINAL, WOVEN);

    assertThat(cache.find("a/B", ORIGINAL)).isNull();
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findFirst().orElseThrow();
    }
  }
}
