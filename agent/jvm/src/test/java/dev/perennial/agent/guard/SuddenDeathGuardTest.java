package dev.perennial.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("jvm")
class SuddenDeathGuardTest {
  @Test
  void theLibraryLoadsWatchesAndLeavesNoFile(@TempDir Path folder) throws IOException {
    Assumptions.assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && List.of("amd64", "aarch64").contains(System.getProperty("os.arch")));

    GuardPage page = NativeGuard.load(List.of(folder.resolve("none"), folder));

    assertThat(folder).isEmptyDirectory();
    assertThat(page.get(GuardPage.ABILITIES)).isEqualTo(7);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> page.get(GuardPage.LOOKS) > 2);
    assertThat(page.get(GuardPage.KINDS)).isZero();
    assertThat(page.get(GuardPage.FILE_FAILURES)).isZero();
    assertThat(NativeGuard.prepare(new byte[] {1, 2, 3})).isEqualTo(2);
  }

  @Test
  void whereTheLibraryCannotBeHadOneLineSaysSoAndJavaWatches(@TempDir Path folder) {
    List<String> warnings = new ArrayList<>();

    SuddenDeathGuard guard =
        SuddenDeathGuard.start(true, List.of(folder.resolve("none")), warnings::add, () -> {});

    assertThat(guard.isNative()).isFalse();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0))
        .contains("perennial.guard=native: the native guard cannot be used (")
        .contains(folder.resolve("none").toString());
    assertThat(guard.isCritical()).isFalse();
    assertThat(guard.readings()).extracting(r -> r.indicator()).contains("exhausted.heap");
    assertThat(guard.readings()).allMatch(r -> r.value() == 0);
  }

  @Test
  void thePageIsLaidOutAsTheGuardReadsIt() throws IOException {
    String source = Files.readString(Path.of("src/main/c/guard.c"));
    ByteBuffer memory = ByteBuffer.allocateDirect(GuardPage.BYTES);
    GuardPage page = new GuardPage(memory);

    page.put(GuardPage.ARMED, 1);
    int kept = page.addresses(List.of(new GuardPage.Address(new byte[16], 8080, "0.0.0.0:8080")));

    assertThat(kept).isEqualTo(1);
    assertThat(memory.order(ByteOrder.nativeOrder()).getLong(2 * 8)).isEqualTo(1);
    assertThat(memory.getInt(1024 + 16)).isEqualTo(8080);
    assertThat(memory.get(1024 + 20)).isEqualTo((byte) '0');
    assertThat(source).contains("KINDS = 16,", "#define TABLE 1024", "char text[76];");
  }
}
