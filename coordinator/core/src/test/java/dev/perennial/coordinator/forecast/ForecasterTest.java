package dev.perennial.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lives told as levels over hours, a reading every ten seconds, with a noise of half a percent. */
class ForecasterTest {
  private static final double HOUR = 3600;
  private static final double LIMIT = 1000;

  private Forecaster forecaster = forecaster(LivedLevels.NONE);
  private final Random random = new Random(7);
  private Outlook last = Outlook.UNKNOWN;
  private boolean everAging;

  private static Forecaster forecaster(LivedLevels earlier) {
    return new Forecaster(ForecastSettings.defaults(), earlier);
  }

  private void live(double hours, DoubleUnaryOperator level, DoubleUnaryOperator rate) {
    live("heap.live", hours, level, rate);
  }

  private void live(
      String indicator, double hours, DoubleUnaryOperator level, DoubleUnaryOperator rate) {
    for (double at = 0; at < hours * HOUR; at += 10) {
      forecaster.load(at, rate.applyAsDouble(at / HOUR), 1);
      double noise = 0.005 * random.nextGaussian();
      double value = LIMIT * (level.applyAsDouble(at / HOUR) + noise);
      last = forecaster.indicator(indicator, at, value, LIMIT);
      everAging |= last.aging();
    }
  }

  private void live(double hours, DoubleUnaryOperator level) {
    live(hours, level, hour -> 100);
  }

  private static DoubleUnaryOperator level(String kind) {
    return switch (kind) {
      case "steady" -> hour -> 0.9;
      case "creeps" -> hour -> 0.86 + 0.0002 * hour;
      case "cache fills" -> hour -> 0.5 + 0.38 * (1 - Math.exp(-hour * 3));
      case "cache fills at once" -> hour -> Math.min(0.88, 0.5 + 20 * hour);
      case "load cycle" -> hour -> 0.8 + 0.08 * daily(hour);
      case "batch jobs" -> hour -> hour % 6 < 1 ? 0.7 : 0.5;
      case "saw-tooth" -> hour -> 0.4 + 0.3 * (hour * 20 % 1);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static double daily(double hour) {
    return Math.sin(2 * Math.PI * hour / 24);
  }

  @ParameterizedTest
  @ValueSource(strings = {"steady", "creeps", "cache fills", "cache fills at once", "load cycle"})
  void aServerThatLivesHighHasSettledAndDoesNotAge(String kind) {
    live(72, level(kind), hour -> 100 + 80 * daily(hour));

    assertThat(last.settled()).isTrue();
    assertThat(everAging).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch jobs", "saw-tooth"})
  void whatComesBackByItselfDoesNotAge(String kind) {
    live(48, level(kind));

    assertThat(everAging).isFalse();
  }

  /** A leak from 30 % up to 88 %, in so many hours. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 2, 8, 30, 72, 400})
  void growthAllAlongIsAgingAndHasNotSettled(double hours) {
    live(hours, hour -> 0.3 + 0.58 * hour / hours);

    // With more than the horizon left, it is the level's to say.
    assertThat(everAging).isEqualTo(hours < 58);
    assertThat(last.settled()).isFalse();
    double left = 0.12 / 0.58 * hours * HOUR;
    assertThat(last.secondsToExhaustion()).isBetween(0.8 * left, 1.25 * left);
    assertThat(last.lowSeconds()).isLessThan(left);
    assertThat(last.highSeconds()).isGreaterThan(left);
    assertThat(last.slopePerSecond())
        .isBetween(0.8 * 0.12 * LIMIT / left, 1.25 * 0.12 * LIMIT / left);
  }

  /** Its mean is full in 54 hours; its highest values are, half a day before that. */
  @Test
  void whatIsNoisyIsFullWhenItsHighestValuesAre() {
    live(72, hour -> 0.3 + 0.4 * hour / 72 + 0.03 * random.nextGaussian());

    assertThat(last.secondsToExhaustion()).isBetween(36 * HOUR, 50 * HOUR);
  }

  @Test
  void growthUnderADailyCycleIsSeenThroughIt() {
    live(120, hour -> 0.4 + 0.08 * daily(hour) + 0.42 * hour / 120, hour -> 100 + 80 * daily(hour));

    assertThat(last.isForecast()).isTrue();
    assertThat(last.settled()).isFalse();
    assertThat(last.secondsToExhaustion()).isBetween(24 * HOUR, 60 * HOUR);
  }

  /** It would be full 16 hours after its start; seen for so many hours, is that foreseen? */
  @ParameterizedTest
  @CsvSource({"1, false", "8, true"})
  void whatIsFarAheadOfWhatWasSeenIsNotTold(double hours, boolean told) {
    live(hours, hour -> 0.2 + 0.05 * hour);

    assertThat(last.isForecast()).isEqualTo(told);
    assertThat(last.slopePerSecond() * HOUR).isBetween(0.03 * LIMIT, 0.07 * LIMIT);
  }

  /**
   * After four hours it rises up to a part of the limit, within so many hours, and load with it:
   * all along before, or only then.
   */
  @ParameterizedTest
  @CsvSource({
    "files, 0.65, 1, 0, false",
    "files, 0.8, 1, 0, true",
    "files, 0.8, 6, 0, false",
    "files, 0.8, 1, 4, false",
    "heap.live, 0.8, 1, 0, false"
  })
  void whatIsNearlyFullNeedsLessProof(
      String indicator, double to, double hours, double loadSince, boolean aging) {
    live(
        indicator,
        4 + hours,
        hour -> 0.3 + (to - 0.3) * Math.max(0, hour - 4) / hours,
        hour -> 100 + 200 * Math.max(0, hour - loadSince) / (4 + hours - loadSince));

    assertThat(everAging).isEqualTo(aging);
  }

  /** A horizon in seconds, and a least level. */
  @ParameterizedTest
  @CsvSource({"43200, 0.5, true", "43200, 0.9, false", "300, 0.5, false"})
  void whatIsNearlyFullIsHeldToTheSettings(double horizon, double leastLevel, boolean aging) {
    ForecastSettings settings = new ForecastSettings(true, horizon, 0.6, leastLevel, 3, 180);
    forecaster = new Forecaster(settings, LivedLevels.NONE);
    live("files", 5, hour -> 0.3 + 0.5 * Math.max(0, hour - 4), hour -> 100 + 40 * hour);

    assertThat(everAging).isEqualTo(aging);
  }

  /** It goes up and down with the day, or up by a leak besides; told at ten on the second day. */
  @ParameterizedTest
  @CsvSource({"0, false", "0.006, true"})
  void theMorningsRiseIsNoForecast(double anHour, boolean told) {
    live(34, hour -> 0.4 + anHour * hour - 0.2 * Math.cos(2 * Math.PI * hour / 24));

    assertThat(last.isForecast()).isEqualTo(told);
  }

  /** A rise from 40 % by 50 % that begins at an age, in hours, and how long it takes. */
  @ParameterizedTest
  @CsvSource({"2, 1, true", "30, 0.5, false", "30, 1, false", "30, 4, true", "200, 4, true"})
  void aJobOfAnHourOrTwoIsNoAgingOfAnOldServer(double age, double rises, boolean aging) {
    live(age + rises, hour -> 0.4 + 0.5 * Math.max(0, hour - age) / rises);

    assertThat(everAging).isEqualTo(aging);
  }

  /** It lived at 87 % for 40 h, and is at 91 % for some hours now. */
  @ParameterizedTest
  @CsvSource({"1, true", "3, true", "5, false"})
  void whatHadSettledIsGivenUpForWhatLasts(double hours, boolean settled) {
    live(40 + hours, hour -> hour < 40 ? 0.87 : 0.91);

    assertThat(last.settled()).isEqualTo(settled);
  }

  /** Measured once an hour; the reading after 20 h is higher, and is there until the next. */
  @ParameterizedTest
  @CsvSource({"2, true", "4, true", "6, false"})
  void aFewHighMeasurementsDoNotEndWhatHadSettled(int hoursHigh, boolean settled) {
    for (double at = 0; at < (20 + hoursHigh) * HOUR; at += 10) {
      int hour = (int) (at / HOUR);
      double level = hour < 20 ? 0.87 + 0.002 * (hour % 3) : 0.92 + 0.001 * hour;
      last = forecaster.indicator("heap.live", at, LIMIT * level, LIMIT);
    }

    assertThat(last.settled()).isEqualTo(settled);
  }

  /** Nothing was collected for hours, then once: within the hold time of a level that is told. */
  @Test
  void theFirstMeasurementOfAHeapIsNoGrowth() {
    for (double at = 8 * HOUR; at < 8 * HOUR + 290; at += 10) {
      last = forecaster.indicator("heap.live", at, 0.87 * LIMIT, LIMIT);
    }

    assertThat(last.settled()).isTrue();
    assertThat(last.usual()).isFalse();
  }

  @Test
  void growthThatComesLateEndsWhatHadSettled() {
    live(24, hour -> hour < 20 ? 0.6 : 0.6 + 0.07 * (hour - 20));

    assertThat(last.aging()).isTrue();
    assertThat(last.settled()).isFalse();
  }

  /** Clients find a server within its first minute; that they did is no reason to leak. */
  @Test
  void theLoadThatComesUpAtTheStartDoesNotExplainALeak() {
    live(
        0.35,
        hour -> 0.2 + 0.65 * hour / 0.35,
        hour -> hour < 0.02 ? 100 * hour / 0.02 : 100 + random.nextGaussian());

    assertThat(everAging).isTrue();
  }

  /** Requests per second of a spare, and hours until it takes over; then it leaks for an hour. */
  @ParameterizedTest
  @CsvSource({"0, 4", "0.1, 4", "0, 100", "0.1, 100"})
  void theLoadThatASpareTakesOverDoesNotExplainALeak(double before, double waits) {
    live(
        waits + 1,
        hour -> 0.2 + (hour < waits ? 0 : 0.7 * (hour - waits)),
        hour -> hour < waits ? before : hour < waits + 0.01 ? 20 : 100 + random.nextGaussian());

    assertThat(everAging).isTrue();
  }

  @Test
  void sessionsThatASpareComesToHaveAreNoLeak() {
    live(
        12,
        hour -> 0.3 + (hour < 4 ? 0 : 0.4 * (1 - Math.exp((4 - hour) / 0.5))),
        hour -> hour < 4 ? 0 : 100 + random.nextGaussian());

    assertThat(everAging).isFalse();
  }

  /** What a G1 showed of a heap that leaked for 20 minutes: eight collections, by minute. */
  @Test
  void aHandfulOfMeasurementsThatRiseEvenlyAreAging() {
    double[] minutes = {0, 7.4, 10.1, 10.3, 15.8, 16.1, 16.4, 17.3};
    int known = 0;
    for (double at = 0; at < 18 * 60; at++) {
      while (known + 1 < minutes.length && minutes[known + 1] * 60 <= at) {
        known++;
      }
      double value = LIMIT * (known == 0 ? 0.11 : 0.3 + 0.045 * (minutes[known] - 7.4));
      last = forecaster.indicator("heap.live", at, value, LIMIT);
    }

    assertThat(last.aging()).isTrue();
    assertThat(last.secondsToExhaustion()).isBetween(3 * 60.0, 8 * 60.0);
  }

  /** Level, whether it is one of a server that lives there. */
  @ParameterizedTest
  @CsvSource({"0.80, true", "0.88, true", "0.91, false"})
  void whereEarlierLivesWereLivedIsNoAging(double level, boolean usual) {
    live(24, hour -> 0.84);
    forecaster = forecaster(forecaster.lived());
    everAging = false;
    live(2, hour -> 0.4 + (level - 0.4) * hour / 2);

    assertThat(last.settled()).isEqualTo(usual);
    assertThat(last.aging()).isEqualTo(!usual);
  }

  @Test
  void aLeakTeachesNoLevel() {
    live(48, hour -> 0.3 + 0.6 * hour / 48);

    assertThat(forecaster.lived().highest("heap.live")).isZero();
  }

  @Test
  void ofYouthNothingIsToldBelowWhereAWarmUpMayEnd() {
    live(0.04, hour -> 0.3 + 10 * hour);

    assertThat(last).isEqualTo(Outlook.UNKNOWN);
  }

  /**
   * Looks each second; what lives in the heap is measured each four. Returns when it first ages.
   */
  private double youth(String name, DoubleUnaryOperator level, DoubleUnaryOperator rate) {
    double value = 0;
    for (double at = 0; at < 600; at++) {
      forecaster.load(at, rate.applyAsDouble(at), 1);
      if (!name.equals("heap.live") || at % 4 == 0) {
        value = LIMIT * (level.applyAsDouble(at) + 0.003 * random.nextGaussian());
      }
      last = forecaster.indicator(name, at, value, LIMIT);
      if (last.aging()) {
        return at;
      }
    }
    return Double.NaN;
  }

  /** Leaks from 10 % on that begin after 40 s: in use when found, at least and at most. */
  @ParameterizedTest
  @CsvSource({
    "heap.live, 30, 0.8, 0.95",
    "heap.live, 60, 0.8, 0.88",
    "heap.live, 150, 0.8, 0.86",
    "metaspace, 100, 0.8, 0.88",
    "threads, 100, 0.6, 0.76",
    "files, 200, 0.6, 0.74",
    "buffers.direct, 100, 0.6, 0.76"
  })
  void aLeakThatYouthIsTooShortForIsFoundInYouth(
      String name, double seconds, double least, double most) {
    DoubleUnaryOperator level = at -> 0.1 + 0.9 * Math.max(0, at - 40) / seconds;
    double found = youth(name, level, at -> 100);

    assertThat(level.applyAsDouble(found)).isBetween(least, most);
    assertThat(last.secondsToExhaustion()).isBetween(0.5 * (40 + seconds - found), seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"even", "fades", "at once", "by load"})
  void aWarmUpIsNoAging(String kind) {
    DoubleUnaryOperator rate = at -> kind.equals("by load") ? Math.min(100, at + 1) : 100;
    DoubleUnaryOperator level =
        switch (kind) {
          case "even" -> at -> Math.min(0.79, 0.2 + 0.005 * at);
          case "fades" -> at -> 0.2 + 0.72 * (1 - Math.exp(-at / 50));
          case "at once" -> at -> Math.min(0.92, 0.1 + 0.03 * at);
          case "by load" -> at -> 0.1 + 0.0075 * rate.applyAsDouble(at);
          default -> throw new IllegalArgumentException(kind);
        };

    assertThat(youth(kind.equals("by load") ? "threads" : "heap.live", level, rate)).isNaN();
  }

  /** Level at first, level at last, after how many hours, how often it is measured in an hour. */
  @ParameterizedTest
  @CsvSource({"0.5, 0.9, 10, 0.3, true", "0.5, 0.9, 10, 6, false"})
  void oneCollectionIsNoGrowth(
      double first, double second, double hours, double measured, boolean settled) {
    for (double at = 0; at < hours * HOUR; at += 10) {
      double known = Math.floor(at / HOUR * measured) / measured / hours;
      double value = LIMIT * (first + (second - first) * known);
      last = forecaster.indicator("heap.live", at, value, LIMIT);
    }

    assertThat(last.settled()).isEqualTo(settled);
  }

  @Test
  void theSameHistoryGivesTheSameOutlook() {
    Forecaster other = forecaster(LivedLevels.NONE);
    Random values = new Random(1);
    for (double at = 0; at < 2 * HOUR; at += 5) {
      double value = LIMIT * (0.4 + 0.05 * at / HOUR + 0.01 * values.nextGaussian());
      assertThat(forecaster.indicator("x", at, value, LIMIT))
          .isEqualTo(other.indicator("x", at, value, LIMIT));
    }
  }
}
