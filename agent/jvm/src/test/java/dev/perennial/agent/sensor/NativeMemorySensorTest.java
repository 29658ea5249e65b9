package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.aging.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeMemorySensorTest {
  private static final long KIB = 1024;

  @TempDir Path root;
  private final FakePool heap = FakePool.heap("G1 Old Gen", 2_000 * KIB);
  private final FakePool metaspace = FakePool.nonHeap("Metaspace", FakePool.UNDEFINED);
  private final FakePool classSpace = FakePool.nonHeap("Compressed Class Space", 9_000 * KIB);
  private final BufferSensor direct = BufferSensor.direct(List.of(), 0);

  @BeforeEach
  void processOf1000Kib() throws IOException {
    Files.createDirectories(root.resolve("proc/self"));
    Files.writeString(root.resolve("proc/self/status"), "RssAnon:\t 1000 kB\n");
    heap.committed = 600 * KIB;
    heap.peak = 400 * KIB;
    metaspace.committed = 150 * KIB;
    classSpace.committed = 50 * KIB;
  }

  private Reading read(boolean heapIsAnonymous, long memoryForAll) {
    return new NativeMemorySensor(
            new ProcessFiles(root),
            List.of(heap, metaspace, classSpace),
            new TouchedHeap(List.of(heap, metaspace)),
            direct,
            heapIsAnonymous,
            () -> memoryForAll)
        .read()
        .orElseThrow();
  }

  @Test
  void whatTheJvmAccountsForIsLeftOutAndTheHeapOnlyAsFarAsItWasTouched() {
    assertThat(read(true, 0).value()).isEqualTo((1000 - 400 - 150) * KIB);
  }

  @Test
  void aHeapThatIsNotAnonymousMemoryIsNotSubtracted() {
    assertThat(read(false, 0).value()).isEqualTo((1000 - 150) * KIB);
  }

  /** A heap of 2,000 KiB at most, of which 400 were ever touched. */
  @Test
  void theLimitIsWhatTheHeapHasLeftSoFar() {
    assertThat(read(true, 5_000 * KIB).limit()).isEqualTo((5_000 - 400 - 150) * KIB);
    assertThat(read(false, 2_100 * KIB).limit()).isEqualTo((2_100 - 400 - 150) * KIB);
  }

  @Test
  void whereNothingIsLeftOrTheMemoryIsNotKnownThereIsNoLimit() {
    assertThat(read(true, 550 * KIB).limit()).isZero();
    assertThat(read(true, 300 * KIB).limit()).isZero();
    assertThat(read(true, 0).limit()).isZero();
    assertThat(read(true, -1).limit()).isZero();
  }

  @Test
  void itIsNeverNegative() {
    heap.committed = 1_900 * KIB;
    heap.peak = 1_900 * KIB;

    assertThat(read(true, 0).value()).isZero();
  }
}
