package dev.perennial.coordinator.rejuvenation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Judgement.Finding;
import dev.perennial.coordinator.aging.Reading;
import dev.perennial.coordinator.aging.Verdict;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GentleTest {
  @ParameterizedTest(name = "{0}, suspect for {1} s, load {2}, last {3} s ago, pause {4} s: {5}")
  @CsvSource(
      textBlock =
          """
          SUSPECT,  10, 0.5,  Infinity, 1.0, true,  'memory is suspect and it is quiet, load 0.50'
          STABLE,   10, 0.0,  Infinity, 0.1, false, ''
          UNSTABLE, 99, 0.0,  Infinity, 0.1, false, ''
          CRITICAL, 99, 0.0,  Infinity, 0.1, false, ''
          SUSPECT,  0,  0.0,  Infinity, 0.1, false, ''
          SUSPECT,  9,  0.0,  Infinity, 0.1, false, ''
          SUSPECT,  99, 0.0,  21599,    0.1, false, ''
          SUSPECT,  99, 0.0,  21600,    0.1, true,  'memory is suspect and it is quiet, load 0.00'
          SUSPECT,  99, 0.51, Infinity, 0.1, false, 'it is not quiet, load 0.51'
          SUSPECT,  99, NaN,  Infinity, 0.1, false, 'it is not quiet, load NaN'
          SUSPECT,  99, 0.0,  Infinity, 1.1, false, 'a collection is expected to stop it for 1.1 s, and 1 s is the most'
          SUSPECT,  99, 0.0,  Infinity, NaN, false, 'a collection is expected to stop it for NaN s, and 1 s is the most'
          """)
  void seldomQuietAndWithoutAPauseThatIsFelt(
      Verdict verdict,
      double suspect,
      double load,
      double last,
      double pause,
      boolean now,
      String reason) {
    assertThat(new Gentle(0.5).judge(new Gentle.Moment(verdict, suspect, load, last, pause)))
        .isEqualTo(new Gentle.Answer(now, reason));
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "heap.live, SUSPECT, true",
    "memory.native, SUSPECT, true",
    "memory.container, SUSPECT, true",
    "memory.process, SUSPECT, true",
    "buffers.direct, SUSPECT, true",
    "heap.live, STABLE, false",
    "heap.live, UNSTABLE, false",
    "threads, SUSPECT, false",
    "load.requests, SUSPECT, false",
    "latency.drift, SUSPECT, false",
  })
  void onlyMemoryIsMeant(String indicator, Verdict verdict, boolean meant) {
    Finding finding =
        new Finding(new Reading(indicator, 1, 2, "bytes"), verdict, "", null, null, null, null);

    assertThat(Gentle.isSuspectMemory(new Judgement(verdict, "", null, List.of(finding))))
        .isEqualTo(meant);
  }
}
