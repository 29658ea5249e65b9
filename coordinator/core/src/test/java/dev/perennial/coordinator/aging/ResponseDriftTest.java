package dev.perennial.coordinator.aging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseDriftTest {
  private static final double CAPACITY = 400;
  private static final double SERVICE_SECONDS = 0.02;

  private final ResponseDrift drift = new ResponseDrift();
  private final Random random = new Random(7);
  private double last = Double.NaN;
  private double most = Double.NaN;

  /**
   * Runs a server that queues as the load nears its capacity.
   *
   * @param load requests a second that come, by hour
   * @param age how many times as long a request takes, by hour
   */
  private void run(double hours, DoubleUnaryOperator load, DoubleUnaryOperator age) {
    for (double at = 0; at < hours * 3600; at += 2) {
      double rate = load.applyAsDouble(at / 3600) * (1 + 0.05 * random.nextGaussian());
      double service = SERVICE_SECONDS * age.applyAsDouble(at / 3600);
      double used = Math.min(0.98, rate / CAPACITY);
      double median = service / (1 - used) * Math.exp(0.15 * random.nextGaussian());
      look(at, rate, median, used > 0.8);
    }
  }

  private void look(double at, double rate, double median, boolean saturated) {
    last =
        drift.advance(
            new ResponseDrift.Moment(
                at, rate, Math.round(10 * rate), rate * median, median, saturated));
    most = Double.isNaN(most) || last > most ? last : most;
  }

  private static DoubleUnaryOperator load(String kind) {
    return switch (kind) {
      case "steady" -> hour -> 60;
      case "daily" -> hour -> 150 - 120 * Math.cos(hour * Math.PI / 12);
      case "step up" -> hour -> hour < 3 ? 40 : 250;
      case "step down" -> hour -> hour < 3 ? 250 : 20;
      case "peaks" -> hour -> hour % 1 < 0.2 ? 380 : 100;
      default -> hour -> 300 * hour / 24;
    };
  }

  @ParameterizedTest
  @CsvSource({"steady", "daily", "step up", "step down", "peaks", "ramp"})
  void loadAloneIsNoDrift(String kind) {
    run(72, load(kind), hour -> 1);

    assertThat(most).isBetween(0.9, 1.4);
  }

  @ParameterizedTest
  @CsvSource({
    "steady, 2.5, 2.5",
    "daily, 2.5, 2.5",
    "peaks, 3, 3",
    "steady, 1, 1",
    "steady, 0.7, 0.7"
  })
  void aServerThatTakesLongerAtTheSameLoadHasDrifted(String kind, double factor, double expected) {
    run(54, load(kind), hour -> hour < 30 ? 1 : factor);

    assertThat(last).isBetween(0.8 * expected, 1.2 * expected);
  }

  @Test
  void anAgingThatCreepsIsSeenAgainstTheYoungServer() {
    run(24, load("steady"), hour -> 1 + hour / 8);

    assertThat(last).isBetween(3.4, 4.4);
  }

  @Test
  void aSlowFirstMinuteIsNoYouth() {
    run(3, load("steady"), hour -> hour < 0.08 ? 5 : hour < 2 ? 1 : 2.5);

    assertThat(last).isBetween(2.0, 3.0);
  }

  @Test
  void nothingIsKnownBeforeALoadWasLearnt() {
    run(0.15, load("steady"), hour -> 1);

    assertThat(last).isNaN();
  }

  @Test
  void aLoadThatTheYoungServerNeverHadIsNotKnown() {
    run(30, hour -> 20, hour -> 1);
    for (double at = 30 * 3600; at < 32 * 3600; at += 2) {
      look(at, 200, 0.2, false);
    }

    assertThat(last).isNaN();
  }

  @Test
  void tooFewRequestsTellNothing() {
    run(24, hour -> 1.5, hour -> 1 + hour);

    assertThat(most).isNaN();
  }

  @Test
  void aSaturatedServerIsNotLookedAt() {
    run(24, hour -> hour < 12 ? 100 : 390, hour -> 1);

    assertThat(most).isLessThan(1.3);
    assertThat(last).isNaN();
  }

  @Test
  void moreRequestsInFlightThanBeforeAtTheSameRateAreQueueingIfTheYoungServerQueuedToo() {
    // The young server's bottleneck lets 100 requests a second through, whatever waits.
    for (double at = 0; at < 12 * 3600; at += 2) {
      boolean crowd = at % 3600 > 2700;
      look(at, 100, crowd ? 0.4 : 0.05, false);
    }
    for (double at = 12 * 3600; at < 16 * 3600; at += 2) {
      look(at, 100, 0.4, false);
    }

    assertThat(most).isBetween(0.9, 1.1);
  }

  @Test
  void timesBelowAMillisecondAreAllTheSame() {
    for (double at = 0; at < 8 * 3600; at += 2) {
      look(at, 100, at < 4 * 3600 ? 0.000_05 : 0.000_9, false);
    }

    assertThat(last).isEqualTo(1);
  }
}
