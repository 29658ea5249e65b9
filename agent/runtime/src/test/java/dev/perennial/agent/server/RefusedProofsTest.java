package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.alert.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusedProofsTest {
  private final List<String> held = new ArrayList<>();
  private long seconds = 1000;
  private final RefusedProofs proofs =
      new RefusedProofs("s1", "shop", this::hold, () -> Instant.ofEpochSecond(seconds));

  private void hold(List<Alert> present) {
    held.add(String.join(",", present.stream().map(a -> a.kind() + " " + a.text()).toList()));
  }

  @Test
  void theFirstIsTold() {
    proofs.refused("10.0.0.9: the peer does not hold our secret");

    assertThat(held)
        .singleElement()
        .asString()
        .startsWith("PROOF_REFUSED s1")
        .contains("'shop'", "10.0.0.9: the peer does not hold our secret");
  }

  @Test
  void whileTheyGoOnItHoldsInTheSameWords() {
    proofs.refused("first");
    for (int i = 0; i < 3; i++) {
      seconds += 599;
      proofs.refused("later");
      proofs.look();
    }

    assertThat(held).hasSize(4).allMatch(text -> text.contains("first"));
  }

  @Test
  void itIsOverAfterTenQuietMinutesAndMayBeginAnew() {
    proofs.refused("first");
    seconds += 600;
    proofs.look();
    proofs.look();
    proofs.refused("second");

    assertThat(held).hasSize(3);
    assertThat(held.get(1)).isEmpty();
    assertThat(held.get(2)).contains("second");
  }

  @Test
  void whoHasNothingToSaySaysNothing() {
    proofs.look();

    assertThat(held).isEmpty();
  }
}
