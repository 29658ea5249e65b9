package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.restart.HandoverNote;
import dev.perennial.coordinator.roster.Stage;
import org.junit.jupiter.api.Test;

class NextLifeTest {
  private final Scene scene = new Scene().joined();
  private final NextLife nextLife = new NextLife(scene.member, Scene.CLOCK);

  @Test
  void itIsToldWhereTheSuccessorIs() {
    assertThat(note("b")).isEqualTo(new HandoverNote("b", "b:5702", 9, 3, 7, 1_000_000));
  }

  @Test
  void aSuccessorThatSaysNothingIsNotNamed() {
    scene.store.reports.remove("b");

    assertThat(note("b")).isEqualTo(new HandoverNote("", "", 9, 3, 7, 1_000_000));
  }

  @Test
  void aSpareHasNone() {
    assertThat(note(null)).isEqualTo(new HandoverNote("", "", 9, 3, 7, 1_000_000));
  }

  @Test
  void theClusterIsLeft() {
    nextLife.leaveCluster();

    assertThat(scene.calls).containsExactly("left");
  }

  private HandoverNote note(@org.jspecify.annotations.Nullable String successor) {
    return nextLife.note(Scene.a(Stage.RETIRED, successor), scene.store.roster);
  }
}
