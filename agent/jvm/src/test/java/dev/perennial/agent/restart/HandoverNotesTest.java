package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HandoverNotesTest {
  private static final HandoverNote NOTE =
      new HandoverNote("b\n=", "127.0.0.1:7001", 7, 3, 2, 1000);

  @TempDir Path folder;

  @Test
  void isReadOnceByTheNextLife() throws IOException {
    Path file = folder.resolve("note");
    HandoverNotes.write(NOTE, file);
    Map<String, String> environment = Map.of("PERENNIAL_HANDOVER_NOTE", file.toString());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(HandoverNotes.take(environment)).contains(NOTE);
    assertThat(file).doesNotExist();
    assertThat(HandoverNotes.take(environment)).isEmpty();
  }

  /** It has been upgraded meanwhile: what it wrote of an HTTP connector is needed no more. */
  @Test
  void thatOfAnEarlierAgentIsRead() throws IOException {
    String earlier =
        NOTE.toText()
            + "successorUrl=http\\://127.0.0.1\\:8080\nsuccessorServices=\nrelayToken=secret\n";

    assertThat(HandoverNote.parse(earlier)).isEqualTo(NOTE);
  }

  @Test
  void thereIsNoneWithoutTheVariable() throws IOException {
    assertThat(HandoverNotes.take(Map.of())).isEmpty();
  }

  @Test
  void replacesAnOlderOne() throws IOException {
    Path file = folder.resolve("note");
    HandoverNotes.write(new HandoverNote("old", "", 1, 1, 1, 1), file);
    HandoverNotes.write(NOTE, file);

    assertThat(HandoverNotes.take(file)).contains(NOTE);
  }

  @Test
  void refusesAFileThatOthersCanRead() throws IOException {
    Path file = folder.resolve("note");
    HandoverNotes.write(NOTE, file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> HandoverNotes.take(file)).hasMessageContaining("rw-r--r--");
  }

  @Test
  void refusesADirectoryThatOthersCanWriteTo() throws IOException {
    Path file = folder.resolve("note");
    HandoverNotes.write(NOTE, file);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> HandoverNotes.take(file)).hasMessageContaining("others may write");
  }

  @Test
  void refusesALink() throws IOException {
    Path file = folder.resolve("note");
    HandoverNotes.write(NOTE, file);
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    assertThatThrownBy(() -> HandoverNotes.take(link)).hasMessageContaining("no regular file");
    assertThat(file).exists();
  }

  @Test
  void refusesAnotherVersionAndDeletesIt() throws IOException {
    Path file = folder.resolve("note");
    HandoverNotes.write(NOTE, file);
    Files.writeString(file, "version=2\n");

    assertThatThrownBy(() -> HandoverNotes.take(file)).hasMessageContaining("version 2");
    assertThat(file).doesNotExist();
  }
}
