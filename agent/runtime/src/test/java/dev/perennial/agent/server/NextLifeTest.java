package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.peer.RelayTokens;
import dev.perennial.agent.restart.HandoverNote;
import dev.perennial.coordinator.roster.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextLifeTest {
  private final Scene scene = new Scene().joined();
  private final RelayTokens tokens = new RelayTokens(new byte[32]);
  private final NextLife nextLife =
      new NextLife(
          scene.member,
          new LastLook(scene.member, new FakeDuplexer(new java.util.ArrayList<>())),
          tokens,
          Scene.CLOCK);

  @Test
  void itIsToldWhereTheSuccessorIs() {
    assertThat(note("b"))
        .isEqualTo(
            new HandoverNote(
                "b",
                "http://b:8080",
                "b:5702",
                List.of("two:Two http://b:8081"),
                tokens.token("b", 5),
                9,
                3,
                7,
                1_000_000));
  }

  @Test
  void aSuccessorThatSaysNothingIsNotNamed() {
    scene.store.reports.remove("b");

    assertThat(note("b"))
        .isEqualTo(new HandoverNote("", "", "", List.of(), "", 9, 3, 7, 1_000_000));
  }

  @Test
  void aSpareHasNone() {
    assertThat(note(null))
        .isEqualTo(new HandoverNote("", "", "", List.of(), "", 9, 3, 7, 1_000_000));
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
