package dev.perennial.agent.evidence.heapdump;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no whole heap dump is told so; whole ones are read in EvidenceCollectorIT. */
final class HolderSearchTest {
  @TempDir Path folder;

  @Test
  void anEmptyFileIsCut() {
    assertThatThrownBy(() -> search(new byte[0])).hasMessage("the heap dump is cut");
  }

  @Test
  void anotherFileIsNoHeapDump() {
    assertThatThrownBy(() -> search("hello\0worldworldworld".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageStartingWith("no heap dump");
  }

  @Test
  void anUnknownRecordIsTold() {
    byte[] dump = {
      'J', 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0x1c, 0, 0, 0, 0, 0, 0, 0, 9, 0x7f, 0, 0, 0, 0
    };

    assertThatThrownBy(() -> search(dump)).hasMessageStartingWith("unknown record 127");
  }

  private void search(byte[] content) throws IOException {
    Path dump = Files.write(folder.resolve("dump"), content);
    HolderSearch.of(dump, List.of(), name -> true, UnaryOperator.identity(), () -> false);
  }
}
