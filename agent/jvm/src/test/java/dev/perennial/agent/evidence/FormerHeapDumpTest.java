package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormerHeapDumpTest {
  private static final Instant BORN = Instant.parse("2026-11-30T10:31:00Z");

  @TempDir Path folder;
  private Path dump;
  private Path evidence;

  @BeforeEach
  void name() {
    dump = folder.resolve("java_pid7.hprof");
    evidence = folder.resolve("evidence");
  }

  @Test
  void aFormerLifesDumpMakesRoomForTheNext() throws IOException {
    dump("one", BORN.minusSeconds(60));

    assertThat(FormerHeapDump.move(dump, evidence, BORN))
        .contains(evidence.resolve("heap-20261130T103000Z.hprof"));
    assertThat(dump).doesNotExist();

    dump("two", BORN.minusSeconds(1));
    assertThat(FormerHeapDump.move(dump, evidence, BORN))
        .contains(evidence.resolve("heap-20261130T103059Z.hprof"));
    assertThat(evidence).isDirectoryNotContaining("glob:**103000Z.hprof");
    assertThat(evidence.resolve("heap-20261130T103059Z.hprof")).hasContent("two");
  }

  @Test
  void thisLifesOwnDumpStays() throws IOException {
    dump("own", BORN.plusSeconds(1));

    assertThat(FormerHeapDump.move(dump, evidence, BORN)).isEmpty();
    assertThat(dump).exists();
  }

  @Test
  void whereItCannotGoIntoTheEvidenceItGetsAnotherName() throws IOException {
    dump("one", BORN.minusSeconds(60));
    Files.createDirectories(evidence.resolve("heap-20261130T103000Z.hprof/in the way"));

    assertThat(FormerHeapDump.move(dump, evidence, BORN))
        .contains(folder.resolve("java_pid7.hprof.20261130T103000Z"));
    assertThat(dump).doesNotExist();
  }

  @Test
  void noneIsNone() throws IOException {
    assertThat(FormerHeapDump.move(dump, evidence, BORN)).isEmpty();
    assertThat(evidence).doesNotExist();
  }

  private void dump(String text, Instant written) throws IOException {
    Files.writeString(dump, text);
    Files.setLastModifiedTime(dump, FileTime.from(written));
  }
}
