package dev.perennial.agent.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnerDirectoryTest {
  private static final int NOBODY = 65534;

  @TempDir Path temporary;

  /** A JVM of root would load the woven classes that it finds there. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"perennial-user", "perennial-user/_woven"})
  void whatAnotherUserHasPreparedIsRefused(String prepared) throws IOException {
    assumeRoot();
    Path made = OwnerDirectory.below(temporary, "user", "_woven");
    Files.setAttribute(temporary.resolve(prepared), "unix:uid", NOBODY);

    assertThatThrownBy(() -> OwnerDirectory.below(temporary, "user", "_woven"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            temporary.resolve(prepared) + " belongs to user 65534, this process is user 0");
    Files.setAttribute(temporary.resolve(prepared), "unix:uid", 0);
    assertThat(OwnerDirectory.below(temporary, "user", "_woven")).isEqualTo(made);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"rwxrwx---", "rwx---rwx", "rwx----w-"})
  void whatOthersMayHaveWrittenToIsRefused(String permissions) throws IOException {
    Path made = OwnerDirectory.below(temporary, "user", "shop");
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(permissions));

    assertThatThrownBy(() -> OwnerDirectory.below(temporary, "user", "shop"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            made
                + " has permissions "
                + permissions
                + ": others may have written to it; delete it, it is made again");
  }

  @Test
  void whatOthersMayOnlyReadIsClosedToThem() throws IOException {
    Path made = OwnerDirectory.below(temporary, "user", "shop");
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(OwnerDirectory.below(temporary, "user", "shop")).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
  }

  @Test
  void aLinkToOnesOwnDirectoryIsRefused() throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(temporary.resolve("perennial-user"), elsewhere);

    assertThatThrownBy(() -> OwnerDirectory.below(temporary, "user", "shop"))
        .isInstanceOf(IOException.class)
        .hasMessage(link + " is no directory");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void whoseADirectoryIsThatASettingNamesIsSaid() throws IOException {
    Path named = Files.createDirectory(temporary.resolve("named"));
    assertThat(OwnerDirectory.openToOthers(named)).isEmpty();
    assumeRoot();
    Files.setAttribute(named, "unix:uid", NOBODY);

    assertThat(OwnerDirectory.openToOthers(named))
        .isEqualTo(
            "%s, where the agent's log is, belongs to user 65534, who can replace what is in it;"
                + " this process is user 0: what one life leaves there for the next is not"
                + " believed; run: chown 0 %s",
            named, named);
  }

  @Test
  void looksLeaveNothingBehind() throws IOException {
    OwnerDirectory.below(temporary, "user", "shop");
    OwnerDirectory.below(temporary, "user", "shop");

    try (Stream<Path> all = Files.walk(temporary)) {
      assertThat(all.skip(1).map(p -> temporary.relativize(p).toString()))
          .containsExactlyInAnyOrder("perennial-user", "perennial-user/shop");
    }
  }

  private void assumeRoot() throws IOException {
    if (!Files.getAttribute(temporary, "unix:uid").equals(0)) {
      String skipped = "SKIPPED: only root can make a directory of another user";
      System.out.println(skipped);
      Assumptions.abort(skipped);
    }
  }
}
