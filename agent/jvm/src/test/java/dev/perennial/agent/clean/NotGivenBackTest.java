package dev.perennial.agent.clean;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.clean.NotGivenBack.Keeper;
import dev.perennial.agent.sensor.Collector;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NotGivenBackTest {
  private static GivingBack.Figures figures(
      long committed, long after, long live, long resident, long residentAfter, boolean trimmed) {
    return new GivingBack.Figures(
        1000L << 20,
        committed << 20,
        after << 20,
        live << 20,
        resident << 20,
        residentAfter << 20,
        trimmed,
        "");
  }

  @ParameterizedTest(
      name = "heap of 1000 MiB: {0} -> {1}, {2} live; process {3} -> {4}, trimmed {5}: {6}")
  @CsvSource({
    // Grown to half of what it may be, and half of that lives, at most.
    "1000, 200, 100, 1200, 400, true, HEAP",
    "500, 500, 250, 1200, 1200, true, HEAP",
    "499, 200, 100, 1200, 901, true, ",
    "1000, 1000, 501, 1200, 1200, true, ",
    // What lives is a leak, or may be.
    "1000, 1000, 900, 1200, 1200, true, ",
    // What went besides the heap is the C library's: a tenth of the process, 32 MiB at least.
    "500, 400, 300, 1000, 800, true, C_LIBRARY",
    "500, 400, 300, 1000, 801, true, ",
    "500, 400, 300, 1000, 800, false, ",
    "100, 100, 90, 200, 168, true, C_LIBRARY",
    "100, 100, 90, 200, 169, true, ",
    "500, 600, 300, 1000, 900, true, C_LIBRARY",
  })
  void isShownByWhatLivesAndWhatWent(
      long committed,
      long after,
      long live,
      long resident,
      long residentAfter,
      boolean trimmed,
      Keeper keeper) {
    Optional<NotGivenBack> shown =
        NotGivenBack.of(
            figures(committed, after, live, resident, residentAfter, trimmed), Collector.G1, false);

    assertThat(shown.map(NotGivenBack::of)).isEqualTo(Optional.ofNullable(keeper));
  }

  @Test
  void aProcessOfUnknownSizeHasGivenNothingBack() {
    GivingBack.Figures unknown = new GivingBack.Figures(1000, 500, 400, 300, -1, -1, true, "");

    assertThat(NotGivenBack.of(unknown, Collector.G1, false)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "SERIAL, -XX:MaxHeapFreeRatio=30 -XX:MinHeapFreeRatio=10 -XX:-ShrinkHeapInSteps",
    "PARALLEL, -XX:+UseG1GC -XX:G1PeriodicGCInterval=300000",
    "G1, -XX:G1PeriodicGCInterval=300000",
    "ZGC, -XX:SoftMaxHeapSize=200m",
    "SHENANDOAH, -XX:ShenandoahUncommitDelay=60000",
  })
  void theReasonHasTheFiguresAndTheOptionToSet(Collector collector, String option) {
    NotGivenBack shown =
        NotGivenBack.of(figures(990, 200, 100, 1200, 400, true), collector, false).orElseThrow();

    assertThat(shown.sentence())
        .startsWith(
            "not a leak: the heap grew to its limit of 1000 MiB, only 100 MiB of it live, and the"
                + " rest was not given back to the system; set ")
        .contains(option);
  }

  @Test
  void aHeapThatIsSetToBeLargeAlwaysGivesNothingBack() {
    NotGivenBack shown =
        NotGivenBack.of(figures(900, 900, 100, 1200, 1200, true), Collector.G1, true).orElseThrow();

    assertThat(shown.sentence())
        .startsWith("not a leak: the heap grew to 900 MiB of 1000 MiB, only 100 MiB of it live")
        .contains("set -Xms smaller than -Xmx")
        .doesNotContain("-XX:");
  }

  @Test
  void theCLibraryHasOptionsOfItsOwn() {
    NotGivenBack shown =
        NotGivenBack.of(figures(500, 400, 300, 1000, 700, true), Collector.G1, false).orElseThrow();

    assertThat(shown.sentence())
        .startsWith("not a leak: the C library kept 200 MiB of the process's 1000 MiB")
        .contains("MALLOC_ARENA_MAX=2");
  }
}
