package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.aging.Reading;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeapLiveSensorTest {
  private static final long HEAP = 1000;
  private static final HeapLiveSensor.Marking NEVER = (used, known, limit) -> false;

  @Test
  void nothingIsKnownBeforeTheFirstCollection() {
    FakePool old = FakePool.heap("Tenured Gen", 700);
    old.used = 300;

    assertThat(new HeapLiveSensor(List.of(old), List.of(), () -> HEAP, NEVER).read()).isEmpty();
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

    HeapLiveSensor sensor =
        new HeapLiveSensor(List.of(eden, survivor, old), List.of(), () -> HEAP, NEVER);

    assertThat(sensor.read()).contains(new Reading("heap.live", 200, 700, "bytes"));
  }

  @Test
  void aHeapWithoutGenerationsCountsAsAWhole() {
    FakePool heap = FakePool.heap("Shenandoah", HEAP);
    FakePool metaspace = FakePool.nonHeap("Metaspace", FakePool.UNDEFINED);
    heap.afterCollection = 123;
    metaspace.used = 77;

    HeapLiveSensor sensor =
        new HeapLiveSensor(List.of(heap, metaspace), List.of(), () -> HEAP, NEVER);

    assertThat(sensor.read()).contains(new Reading("heap.live", 123, HEAP, "bytes"));
  }

  @Test
  void aMinorCycleOfGenerationalZgcSaysNothingOfTheOldGeneration() {
    FakePool young = FakePool.heap("ZGC Young Generation", HEAP);
    FakePool old = FakePool.heap("ZGC Old Generation", HEAP);
    FakeCollector minor = new FakeCollector("ZGC Minor Cycles");
    FakeCollector major = new FakeCollector("ZGC Major Cycles");
    HeapLiveSensor sensor =
        new HeapLiveSensor(List.of(young, old), List.of(minor, major), () -> HEAP, NEVER);
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
    HeapLiveSensor sensor = new HeapLiveSensor(List.of(old), List.of(), () -> HEAP, NEVER);
    old.afterCollection = 200;

    old.used = 850;
    assertThat(sensor.read().orElseThrow().value()).isEqualTo(200);
    old.used = 950;
    assertThat(sensor.read().orElseThrow().value()).isEqualTo(950);
  }

  @Test
  void whatIsLeftInOldRegionsWhenTheHeapHasBeenMarkedLives() {
    FakePool old = FakePool.heap("G1 Old Gen", HEAP);
    boolean[] marked = {false};
    List<Long> asked = new ArrayList<>();
    HeapLiveSensor sensor =
        new HeapLiveSensor(
            List.of(old),
            List.of(),
            () -> HEAP,
            (used, known, limit) -> {
              asked.addAll(List.of(used, known, limit));
              return marked[0];
            });

    old.used = 300;
    assertThat(sensor.read()).as("nothing is known").isEmpty();
    marked[0] = true;
    assertThat(sensor.read()).contains(new Reading("heap.live", 300, HEAP, "bytes"));
    marked[0] = false;
    old.used = 400;
    assertThat(sensor.read().orElseThrow().value()).isEqualTo(300);
    assertThat(asked).containsExactly(300L, 0L, HEAP, 300L, 0L, HEAP, 400L, 300L, HEAP);

    old.afterCollection = 250;
    assertThat(sensor.read().orElseThrow().value()).as("after a mixed collection").isEqualTo(250);
    old.used = 350;
    marked[0] = true;
    assertThat(sensor.read().orElseThrow().value()).as("marked again").isEqualTo(350);
  }

  @Test
  void otherCollectorsTellThemselvesWhatTheyHaveFound() {
    FakePool old = FakePool.heap("PS Old Gen", HEAP);
    old.used = 950;
    old.afterCollection = 200;

    HeapLiveSensor sensor =
        new HeapLiveSensor(List.of(old), List.of(), () -> HEAP, (used, known, limit) -> true);

    assertThat(sensor.read().orElseThrow().value()).isEqualTo(200);
  }

  @Test
  void aPoolWithoutALimitOfItsOwnHasTheHeaps() {
    FakePool old = FakePool.heap("tenured", FakePool.UNDEFINED);
    old.afterCollection = 10;

    HeapLiveSensor sensor = new HeapLiveSensor(List.of(old), List.of(), () -> HEAP, NEVER);

    assertThat(sensor.read().orElseThrow().limit()).isEqualTo(HEAP);
  }
}
