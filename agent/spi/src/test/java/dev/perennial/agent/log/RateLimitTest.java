package dev.perennial.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.log.RateLimit.Held;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {
  private final RateLimit limit = new RateLimit();
  private long now = 1_000_000;

  private int passed(String message, int times) {
    int passed = 0;
    for (int i = 0; i < times; i++) {
      assertThat(limit.over(now)).isEmpty();
      passed += limit.pass(message, message, now) ? 1 : 0;
    }
    return passed;
  }

  @ParameterizedTest(name = "{0} | {1}")
  @CsvSource({
    "refused 10.0.0.1:4711, refused 10.0.0.2:99, true",
    "refused [fe80::1]:4711, refused [fe80::2f3a]:4711, true",
    "session 3F09AB…, session 81C2DE…, true",
    "the peer s1 is dead, the peer s2 is dead, true",
    "the peer is dead, the peer is back, false",
    "bad, face, false",
  })
  void messagesThatDifferInNumbersAloneAreOfOneKind(String one, String other, boolean same) {
    passed(one, RateLimit.PER_MINUTE);

    assertThat(passed(other, 1)).isEqualTo(same ? 0 : 1);
  }

  @Test
  void whatWasLeftOutIsToldOnceTheMinuteIsOver() {
    assertThat(passed("bad greeting from port 1", 25)).isEqualTo(RateLimit.PER_MINUTE);
    now += 59_999;
    assertThat(limit.over(now)).isEmpty();
    now += 1001;

    assertThat(limit.over(now)).containsExactly(new Held(5, "bad greeting from port 1"));

    assertThat(passed("bad greeting from port 2", 1)).isEqualTo(1);
    now += 60_001;
    assertThat(limit.over(now)).as("of one that had room").isEmpty();
  }

  @Test
  void whatIsNotToldYetIsToldAtTheEnd() {
    passed("again", RateLimit.PER_MINUTE + 3);

    assertThat(limit.end()).containsExactly(new Held(3, "again"));
    assertThat(limit.end()).isEmpty();
  }

  /** Whoever varies what he says takes no room for ever, and at worst a minute's. */
  @Test
  void kindsAreForgottenAndThoseBeyondShareOne() {
    for (int i = 0; i < RateLimit.MAX_KINDS; i++) {
      assertThat(passed("kind " + "x".repeat(i), 1)).isEqualTo(1);
    }
    assertThat(passed("kind y", 15) + passed("kind z", 15)).isEqualTo(RateLimit.PER_MINUTE);

    now += 61_000;
    List<Held> over = limit.over(now);

    assertThat(over).containsExactly(new Held(10, "kind z"));
    assertThat(passed("kind y", 15) + passed("kind z", 15)).isEqualTo(30);
  }

  @Test
  void aClockThatWasSetBackHoldsNothing() {
    passed("again", RateLimit.PER_MINUTE);
    now -= 3_600_000;

    assertThat(limit.over(now)).isEmpty();
    assertThat(passed("again", 1)).isEqualTo(1);
  }
}
