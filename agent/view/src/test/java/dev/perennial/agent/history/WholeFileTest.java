package dev.perennial.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {
  @TempDir Path directory;

  @Test
  void itIsForItsOwnerAloneUntilSomebodyOpensIt() throws IOException {
    Path file = directory.resolve("history.txt");
    WholeFile.write(file, "one");
    assertThat(permissions(file)).isEqualTo("rw-------");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Files.writeString(directory.resolve("history.txt.new"), "left by one that was killed");
    WholeFile.write(file, "two");

    assertThat(permissions(file)).isEqualTo("rw-r-----");
    assertThat(file).hasContent("two");
    assertThat(directory.resolve("history.txt.new")).doesNotExist();
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
