package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerIdentityTest {
  @TempDir Path temporary;

  @Test
  void filesAreInADirectoryOfThisUserThatIsTheSameAfterARestart() {
    Path first = ServerIdentity.directory(temporary, "user", "s1");

    assertThat(first).isEqualTo(temporary.resolve("perennial-user/s1")).isDirectory();
    assertThat(ServerIdentity.directory(temporary, "user", "s1")).isEqualTo(first);
  }

  /** Whoever can foresee the other name can prepare that directory, too. */
  @Test
  void whereThatIsTakenTheDirectoryHasANameThatNobodyCanForesee() throws IOException {
    Files.createFile(temporary.resolve("perennial-user"));
    Path prepared = Files.createDirectory(temporary.resolve("perennial-s1"));

    Path one = ServerIdentity.directory(temporary, "user", "s1");
    Path other = ServerIdentity.directory(temporary, "user", "s1");

    assertThat(one).isDirectory().isNotEqualTo(prepared).isNotEqualTo(other);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
        .isEqualTo("rwx------");
  }
}
