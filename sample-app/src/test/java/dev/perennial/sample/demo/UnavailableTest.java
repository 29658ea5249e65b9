package dev.perennial.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnavailableTest {
  private final Unavailable unavailable = new Unavailable(5);

  @Test
  void countsByTheStageInWhichTheyWereSeen() {
    unavailable.see("IN_SERVICE", 5);
    unavailable.see("SWITCHING", 7);
    unavailable.see("SWITCHING", 10);
    unavailable.see("RETIRED", 10);
    unavailable.see("REJUVENATING", 11);

    assertThat(unavailable.line("s1"))
        .contains(
            "answers 503, tried again later: 5 until s1 was seen SWITCHING, 1 until s1 was seen"
                + " REJUVENATING");
  }

  @Test
  void saysNothingWhereThereWereNone() {
    unavailable.see("SWITCHING", 5);

    assertThat(unavailable.line("s1")).isEmpty();
  }
}
