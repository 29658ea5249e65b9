package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MemoryFitTest {
  private static final long MIB = 1 << 20;

  @Test
  void whatCannotFitIsToldWithTheFlagAndFigures() {
    assertThat(
            MemoryFit.notice("-Xmx320m", 320 * MIB, 113 * MIB, 400 * MIB, "the cgroup /sys/fs/x"))
        .isEqualTo(
            "-Xmx320m: a heap of 320 MiB and the 113 MiB that are in use besides it do not fit"
                + " into the 400 MiB of the cgroup /sys/fs/x: the kernel ends the process before"
                + " its heap is full; set -Xmx to at most 258m, or give it 482 MiB or more");
    assertThat(MemoryFit.notice("-Xmx2g", 2048 * MIB, 0, 1024 * MIB, "this machine"))
        .startsWith("-Xmx2g: a heap of 2048 MiB does not fit into the 1024 MiB of this machine");
    assertThat(MemoryFit.notice("-Xmx9m", 9 * MIB, 20 * MIB, 10 * MIB, "x"))
        .doesNotContain("set -Xmx");
  }

  @Test
  void whatFitsOrIsNotKnownIsNotTold() {
    assertThat(MemoryFit.notice("-Xmx1g", 300, 100, 400, "x")).isEmpty();
    assertThat(MemoryFit.notice("-Xmx1g", 300, 100, 0, "x")).isEmpty();
    assertThat(MemoryFit.notice("-Xmx1g", 300, 100, -1, "x")).isEmpty();
  }

  @Test
  void theLastOptionThatSaysTheHeapsSizeIsNamed() {
    assertThat(MemoryFit.heapFlag(List.of("-Xmx1g", "-Dx=1", "-XX:MaxRAMPercentage=75", "-Xms1g")))
        .isEqualTo("-XX:MaxRAMPercentage=75");
    assertThat(MemoryFit.heapFlag(List.of("-Xms1g"))).startsWith("the JVM's own choice");
  }

  /** Steps of: heap in use, all in use; the heap may grow to 320 of a room of 400. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          100 150              | 100
          300 370              | 300
          100 181              | 0
          100 150, 300 370     | 300
          100 150, 120 201     | 100
          100 150, 300 385     | 100
          100 181, 100 179     | 0
          100 181, 100 139     | 100
          300 370, 200 290     | 200
          100 150, 120 201, 150 220 | 100
          """)
  void aHeapIsBoundedWhileItFits(String steps, long bounded) {
    HeapShare share = new HeapShare();
    long last = -1;
    for (String step : steps.split(", ")) {
      String[] figures = step.trim().split(" ");
      last = share.advance(400, Long.parseLong(figures[1]), Long.parseLong(figures[0]), 320);
    }

    assertThat(last).isEqualTo(bounded);
  }
}
