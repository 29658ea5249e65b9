package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class GcSensorsTest {
  private final AtomicLong clock = new AtomicLong();
  private final FakeCollector young = new FakeCollector("G1 Young Generation");
  private final FakeCollector cycles = new FakeCollector("ZGC Major Cycles");
  private final FakeCollector pauses = new FakeCollector("ZGC Major Pauses");

  private double overheadAfterASecond(GcOverheadSensor sensor) {
    clock.addAndGet(1_000_000_000);
    return sensor.read().orElseThrow().value();
  }

  @Test
  void onlyTimeInWhichTheApplicationWaitedCounts() {
    young.millis = 1500;
    cycles.millis = 90_000;
    pauses.millis = 20;

    GcTimeSensor sensor = new GcTimeSensor(new Pauses(List.of(young, cycles, pauses)));

    assertThat(sensor.read().orElseThrow().value()).isEqualTo(1.52);
  }

  @Test
  void aCollectorThatDoesNotMeasureTimeCountsAsNone() {
    young.millis = -1;

    assertThat(new Pauses(List.of(young)).seconds()).isZero();
  }

  @Test
  void overheadIsTheShareOfTheTimeSinceItWasFirstRead() {
    young.millis = 5_000;
    GcOverheadSensor sensor = new GcOverheadSensor(new Pauses(List.of(young)), clock::get);

    young.millis += 400;

    assertThat(overheadAfterASecond(sensor)).isCloseTo(0.4, within(1e-9));
    assertThat(overheadAfterASecond(sensor)).isCloseTo(0.2, within(1e-9));
  }

  @Test
  void overheadForgetsWhatIsMoreThanAMinuteAgo() {
    GcOverheadSensor sensor = new GcOverheadSensor(new Pauses(List.of(young)), clock::get);
    young.millis = 900;
    overheadAfterASecond(sensor);

    double last = 1;
    for (int second = 0; second < 61; second++) {
      last = overheadAfterASecond(sensor);
    }

    assertThat(last).isZero();
  }

  @Test
  void overheadIsNeverMoreThanAll() {
    GcOverheadSensor sensor = new GcOverheadSensor(new Pauses(List.of(young)), clock::get);
    young.millis = 60_000;

    assertThat(overheadAfterASecond(sensor)).isEqualTo(1);
  }
}
