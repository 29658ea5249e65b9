package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.roster.PlanPolicy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DryRunTest {
  private final Scene scene = new Scene();

  @Test
  void itSaysWhatWouldMoveAndToWhom() {
    assertThat(run(() -> List.of("sessions: 5"))).isEqualTo("sessions: 5\nsuccessor: b\n");
  }

  @Test
  void interruptedItSaysSo() {
    String said =
        run(
            () -> {
              throw new InterruptedException();
            });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(said).startsWith("interrupted\n");
  }

  private String run(DryRun.Moves moves) {
    return new DryRun(moves, () -> Optional.of(scene.clusterView()), PlanPolicy.defaults(), "a")
        .run();
  }
}
