package dev.perennial.agent.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From how many unknown ids on there is a flood, and when it is over. */
final class FloodTest {
  private static final long BEGIN = -5;

  private final Flood flood = new Flood(BEGIN);

  private static long at(long millis) {
    return BEGIN + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @ParameterizedTest(name = "{0} in the first 100 ms: at {1} ms a flood: {2}")
  @CsvSource({
    "0, 50, false",
    "49, 99, false",
    "50, 99, true",
    "50, 150, true",
    "50, 199, true",
    "49, 150, false",
    // The window that was full has long been over.
    "50, 200, false",
    "5000, 5000, false",
  })
  void itIsCountedInWindows(int ids, long millis, boolean expected) {
    boolean last = false;
    for (int i = 0; i < ids; i++) {
      last = flood.add(at(50));
    }

    assertThat(last).isEqualTo(ids >= Flood.MANY);
    assertThat(flood.isOn(at(millis))).isEqualTo(expected);
  }

  @Test
  void aFloodThatGoesOnIsOneAllAlong() {
    for (int millis = 0; millis < 1_000; millis++) {
      boolean on = flood.add(at(millis));

      assertThat(on).as("at %d ms", millis).isEqualTo(millis >= Flood.MANY - 1);
    }
  }

  @Test
  void aFewAgainAndAgainAreNone() {
    for (int millis = 0; millis < 1_000; millis += 3) {
      assertThat(flood.add(at(millis))).isFalse();
    }
  }
}
