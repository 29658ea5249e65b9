package dev.perennial.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.sample.client.Figures;
import dev.perennial.testing.cluster.ClusterStatus;
import dev.perennial.testing.cluster.ServerStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoryTest {
  private static final ClusterStatus CALM =
      status("IN_SERVICE", "", "STABLE", "", new ServerStatus.Duplexing("", 0, 0, 0, 0, ""));
  private static final ClusterStatus BUSY =
      status(
          "DUPLEXING",
          "s3",
          "UNSTABLE",
          "heap live set full",
          new ServerStatus.Duplexing("COPYING", 2, 300, 12, 204_800, ""));

  @Test
  void theStoryTellsWhatIsNew() {
    assertThat(Story.tell(ClusterStatus.NOTHING, CALM))
        .containsExactly("leader is s2", "s1 PRIMARY IN_SERVICE: why");
    assertThat(Story.tell(CALM, CALM)).isEmpty();
    assertThat(Story.tell(CALM, BUSY))
        .containsExactly(
            "s1 is judged UNSTABLE: heap live set full",
            "s1 PRIMARY DUPLEXING, successor s3: why",
            "s1 duplexing: COPYING, round 2, 300 sessions and 200 KiB sent, 12 to send");
  }

  @Test
  void theBlockShowsServersAndClient() {
    assertThat(StatusBlock.lines(BUSY, new Figures(1_000, 1, 2, 3, 0, 0, 40), 260, "aside"))
        .anyMatch(l -> l.contains("s1") && l.contains("DUPLEXING") && l.contains("260"))
        .anyMatch(l -> l.contains("1000 requests, 260 a second; 1 failed, 2 lost, 3 stale"))
        .last()
        .isEqualTo("  aside");
  }

  private static ClusterStatus status(
      String stage,
      String successor,
      String verdict,
      String reason,
      ServerStatus.Duplexing duplexing) {
    ServerStatus server =
        new ServerStatus(
            "s1", 3, "PRIMARY", stage, "why", successor, verdict, reason, 260, duplexing);
    return new ClusterStatus("s2", List.of(server));
  }
}
