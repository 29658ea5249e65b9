package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.aging.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeapLiveSensorTest {
  private static final long HEAP = 1000;

  @Test
  void nothingIsKnownBeforeTheFirstCollection() {
    FakePool old = FakePool.heap("Tenured Gen", 700);
    old.used = 300;

    assertThat(new HeapLiveSensor(List.of(old), List.of(), () -> HEAP).read()).isEmpty();
  }

  @Test
  void onlyWhatIsLeftInTheOldGenerationCounts() {
    FakePool eden = FakePool.heap("PS Eden Space", 300);
    FakePool survivor = FakePool.heap("PS Survivor Space", 50);
    FakePool old = FakePool.heap("PS Old Gen", 700);
    eden.afterCollection = 11;
    survivor.afterCollection = 22;
    old.used = 650;
    old.afterCollection = 200;

    HeapLiveSensor sensor = new HeapLiveSensor(List.of(eden, survivor, old), List.of(), () -> HEAP);

    assertThat(sensor.read()).contains(new Reading("heap.live", 200, 700, "bytes"));
  }

  @Test
  void aHeapWithoutGenerationsCountsAsAWhole() {
    FakePool heap = FakePool.heap("Shenandoah", HEAP);
    FakePool metaspace = FakePool.nonHeap("Metaspace", FakePool.UNDEFINED);
    heap.afterCollection = 123;
    metaspace.used = 77;

    HeapLiveSensor sensor = new HeapLiveSensor(List.of(heap, metaspace), List.of(), () -> HEAP);

    assertThat(sensor.read()).contains(new Reading("heap.live", 123, HEAP, "bytes"));
  }

  @Test
  void aMinorCycleOfGenerationalZgcSaysNothingOfTheOldGeneration() {
    FakePool young = FakePool.heap("ZGC Young Generation", HEAP);
    FakePool old = FakePool.heap("ZGC Old Generation", HEAP);
    FakeCollector minor = new FakeCollector("ZGC Minor Cycles");
    FakeCollector major = new FakeCollector("ZGC Major Cycles");
    HeapLiveSensor sensor =
        new HeapLiveSensor(List.of(young, old), List.of(minor, major), () -> HEAP);
    old.afterCollection = 100;
    major.count = 1;
    sensor.read();

    old.afterCollection = 400;
    minor.count = 1;

    assertThat(sensor.read().orElseThrow().value()).isEqualTo(100);
    major.count = 2;
    assertThat(sensor.read().orElseThrow().value()).isEqualTo(400);
  }

  @Test
  void anOldGenerationOfG1ThatMarkingCouldNotEmptyIsFullOfLiveObjects() {
    FakePool old = FakePool.heap("G1 Old Gen", HEAP);
    HeapLiveSensor sensor = new HeapLiveSensor(List.of(old), List.of(), () -> HEAP);
    old.afterCollection = 200;

    old.used = 850;
    assertThat(sensor.read().orElseThrow().value()).isEqualTo(200);
    old.used = 950;
    assertThat(sensor.read().orElseThrow().value()).isEqualTo(950);
  }

  @Test
  void aPoolWithoutALimitOfItsOwnHasTheHeaps() {
    FakePool old = FakePool.heap("tenured", FakePool.UNDEFINED);
    old.afterCollection = 10;

    HeapLiveSensor sensor = new HeapLiveSensor(List.of(old), List.of(), () -> HEAP);

    assertThat(sensor.read().orElseThrow().limit()).isEqualTo(HEAP);
  }
}
