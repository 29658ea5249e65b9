package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.restart.HandoverNote;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HandoverFileTest {
  @TempDir Path folder;

  private HandoverFile file() {
    return new HandoverFile(folder, Log.toStream(InstantSource.system(), System.err));
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"RETIRED", "REJUVENATING"})
  void isThereWhileTheServerIsHandedOver(Stage stage) {
    HandoverFile file = file();

    file.look(entry(stage, "s2", 3), () -> note(3));

    assertThat(file.path()).content().contains("successor=s2", "round=3");
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"RETIRED", "REJUVENATING"},
      mode = EnumSource.Mode.EXCLUDE)
  void isNotThereOtherwise(Stage stage) {
    HandoverFile file = file();
    file.look(entry(Stage.RETIRED, "s2", 3), () -> note(3));

    file.look(entry(stage, "s2", 3), () -> note(3));

    assertThat(file.path()).doesNotExist();
  }

  @Test
  void isWrittenOnceARound() {
    HandoverFile file = file();
    int[] asked = new int[1];
    for (long round : new long[] {3, 3, 3, 4}) {
      file.look(
          entry(Stage.RETIRED, "s2", round),
          () -> {
            asked[0]++;
            return note(round);
          });
    }

    assertThat(asked[0]).isEqualTo(2);
    assertThat(file.path()).content().contains("round=4");
  }

  @Test
  void aSpareHasHandedNothingOver() {
    HandoverFile file = file();

    file.look(entry(Stage.RETIRED, null, 3), () -> note(3));

    assertThat(file.path()).doesNotExist();
  }

  @Test
  void oneOfALifeLongGoneIsForgotten() throws IOException {
    HandoverFile file = file();
    Files.writeString(file.path(), "of another life");

    file.forget();

    assertThat(file.path()).doesNotExist();
  }

  @Test
  void whatCannotBeWrittenIsCountedAndTriedAgain() throws IOException {
    HandoverFile file = file();
    long before = Suppressed.total();
    Path inTheWay = Files.createDirectories(folder.resolve("handover.note/x"));

    file.look(entry(Stage.RETIRED, "s2", 3), () -> note(3));
    assertThat(Suppressed.total()).isEqualTo(before + 1);

    Files.delete(inTheWay);
    Files.delete(file.path());
    file.look(entry(Stage.RETIRED, "s2", 3), () -> note(3));
    assertThat(file.path()).content().contains("round=3");
  }

  private static ServerEntry entry(Stage stage, @Nullable String successor, long round) {
    return new ServerEntry("s1", 1, Role.PRIMARY, stage, successor, round, 0, "", 0, true);
  }

  private static HandoverNote note(long round) {
    return new HandoverNote("s2", "s2:1", 9, 1, round, 0);
  }
}
