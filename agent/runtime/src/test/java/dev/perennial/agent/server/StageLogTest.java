package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StageLogTest {
  private final List<String> said = new ArrayList<>();
  private final StageLog log = new StageLog(said::add);

  @Test
  void aStageIsToldOnce() {
    changed(Scene.a(Stage.IN_SERVICE, null));
    changed(Scene.a(Stage.IN_SERVICE, null));
    changed(Scene.a(Stage.DUPLEXING, "b"));

    assertThat(said)
        .containsExactly("stage IN_SERVICE, PRIMARY: test", "stage DUPLEXING, PRIMARY: test");
  }

  @Test
  void alsoWhenALaterLifeComesToTheSame() {
    ServerEntry first = Scene.b();
    changed(first);
    changed(
        new ServerEntry(
            "b", 6, first.role(), first.stage(), null, 0, 0, "it joins again", 1, true));

    assertThat(said).hasSize(2);
  }

  private void changed(ServerEntry entry) {
    log.changed(entry, Scene.roster(entry));
  }
}
