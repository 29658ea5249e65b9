package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MemoryReserveTest {
  private static final long MIB = 1 << 20;

  @ParameterizedTest(name = "a heap of {0} MiB spares {1} MiB")
  @CsvSource({"16, 1", "32, 2", "48, 3", "128, 3", "65536, 3"})
  void isASmallPartOfTheHeap(long heap, long reserve) {
    assertThat(new MemoryReserve(heap * MIB).bytes()).isEqualTo(reserve * MIB);
  }

  @Test
  void isTakenAndLetGoAndTakenAgain() {
    MemoryReserve reserve = new MemoryReserve(16 * MIB);
    assertThat(reserve.isHeld()).isFalse();

    reserve.take();
    reserve.take();
    assertThat(reserve.isHeld()).isTrue();

    reserve.release();
    assertThat(reserve.isHeld()).isFalse();

    reserve.take();
    assertThat(reserve.isHeld()).isTrue();
  }
}
