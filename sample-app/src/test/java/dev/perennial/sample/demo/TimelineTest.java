package dev.perennial.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.ServerStatus;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final long MILLI = 1_000_000;
  private final Timeline timeline = new Timeline(4, "SPARE");

  @Test
  void followsAServerToItsReturn() {
    see(0, 4, "PRIMARY", "IN_SERVICE", "STABLE");
    assertThat(timeline.judged()).isFalse();
    see(10, 4, "PRIMARY", "IN_SERVICE", "UNSTABLE");
    see(20, 4, "PRIMARY", "DUPLEXING", "UNSTABLE");
    see(30, 4, "PRIMARY", "SWITCHING", "UNSTABLE");
    see(40, 4, "PRIMARY", "RETIRED", "UNSTABLE");
    see(50, 4, "PRIMARY", "REJUVENATING", "UNSTABLE");
    see(60, 5, "SPARE", "RETURNING", "STABLE");
    assertThat(timeline.isBack()).isFalse();
    see(70, 5, "SPARE", "IN_SERVICE", "STABLE");

    assertThat(timeline.isBack()).isTrue();
    assertThat(timeline.switchBegin()).isEqualTo(20 * MILLI);
    assertThat(timeline.switchEnd()).isEqualTo(40 * MILLI);
    assertThat(timeline.verdictToBackMillis()).isEqualTo(60);
  }

  @Test
  void aSwitchThatIsGivenUpBeginsAgain() {
    see(10, 4, "PRIMARY", "DUPLEXING", "UNSTABLE");
    see(20, 4, "PRIMARY", "SWITCHING", "UNSTABLE");
    see(30, 4, "PRIMARY", "IN_SERVICE", "UNSTABLE");
    assertThat(timeline.switched()).isFalse();
    see(40, 4, "PRIMARY", "SWITCHING", "UNSTABLE");
    see(50, 4, "PRIMARY", "RETIRED", "UNSTABLE");

    assertThat(timeline.switchBegin()).isEqualTo(30 * MILLI);
  }

  @Test
  void theSameLifeOrAnotherRoleIsNoReturn() {
    see(10, 4, "SPARE", "IN_SERVICE", "STABLE");
    see(20, 5, "PRIMARY", "IN_SERVICE", "STABLE");

    assertThat(timeline.isBack()).isFalse();
    assertThat(timeline.verdictToBackMillis()).isEqualTo(-1);
  }

  private void see(long millis, long incarnation, String role, String stage, String verdict) {
    timeline.see(
        millis * MILLI,
        new ServerStatus(
            "s1",
            incarnation,
            role,
            stage,
            "",
            "",
            verdict,
            "",
            0,
            new ServerStatus.Duplexing("", 0, 0, 0, 0, "")));
  }
}
