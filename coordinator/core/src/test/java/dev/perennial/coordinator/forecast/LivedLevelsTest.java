package dev.perennial.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LivedLevelsTest {
  @Test
  void nothingIsKnownOfNoLife() {
    assertThat(LivedLevels.NONE.highest("heap.live")).isZero();
  }

  @Test
  void theHighestOfAllLivesCounts() {
    LivedLevels levels =
        LivedLevels.NONE
            .and(Map.of("heap.live", 0.7))
            .and(Map.of("heap.live", 0.8, "threads", 0.2))
            .and(Map.of());

    assertThat(levels.highest("heap.live")).isEqualTo(0.8);
    assertThat(levels.highest("threads")).isEqualTo(0.2);
    assertThat(levels.highest("files")).isZero();
  }

  @Test
  void aLifeLongAgoIsForgotten() {
    LivedLevels levels = LivedLevels.NONE.and(Map.of("heap.live", 0.8));
    for (int life = 0; life < LivedLevels.MOST; life++) {
      assertThat(levels.highest("heap.live")).isEqualTo(0.8);
      levels = levels.and(Map.of("heap.live", 0.6));
    }

    assertThat(levels.highest("heap.live")).isEqualTo(0.6);
    assertThat(levels.lives()).hasSize(LivedLevels.MOST);
  }
}
