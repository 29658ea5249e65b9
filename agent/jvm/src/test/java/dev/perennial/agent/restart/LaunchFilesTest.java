package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LaunchFilesTest {
  @TempDir Path folder;
  private final LaunchFiles files = new LaunchFiles();

  @Test
  void unchangedFilesAndFilesThatNeverWereAreNoVeto() throws IOException {
    files.watch(List.of(Files.writeString(folder.resolve("a.jar"), "a"), folder.resolve("none")));

    assertThat(files.changes(Set.of())).isEmpty();
  }

  @Test
  void changedTimeOrSizeHolds() throws IOException {
    Path jar = Files.writeString(folder.resolve("a.jar"), "a");
    files.watch(List.of(jar));

    Files.setLastModifiedTime(jar, FileTime.fromMillis(1000));

    assertThat(files.changes(Set.of())).extracting(Veto::kind).containsExactly(Veto.Kind.CHANGED);
  }

  @Test
  void deletedFileMakesARestartImpossible() throws IOException {
    Path jar = Files.writeString(folder.resolve("a.jar"), "a");
    files.watch(List.of(jar));

    Files.delete(jar);

    assertThat(files.changes(Set.of()))
        .containsExactly(new Veto(Veto.Kind.IMPOSSIBLE, jar + " is gone from the disk"));
  }

  @Test
  void filesComingAndGoingInAFolderAreNoChange() throws IOException {
    files.watch(List.of(folder));

    Files.writeString(folder.resolve("new"), "");
    Files.setLastModifiedTime(folder, FileTime.fromMillis(1000));

    assertThat(files.changes(Set.of())).isEmpty();
  }

  @Test
  void secondLookKeepsTheFirstMark() throws IOException {
    Path jar = Files.writeString(folder.resolve("a.jar"), "a");
    files.watch(List.of(jar));
    Files.writeString(jar, "longer");

    files.watch(List.of(jar));

    assertThat(files.changes(Set.of())).hasSize(1);
  }
}
