package dev.perennial.agent.ids;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.ids.Silence.Worth;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SilenceTest {
  @ParameterizedTest(
      name =
          "not in its list: {0}, list {1} ms old, silent {2} ms, {3} of its own, unheard {4} ms:"
              + " {5}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # it has it, or there is no list
          false |    0 |    -1 |     0 |     0 | ANSWER
          false |  100 |  2000 |  2000 |  2000 | ANSWER
          # it may answer yet
          true  |  100 |    -1 |     0 |     0 | PATIENCE
          true  |  100 |     0 |     0 |     0 | PATIENCE
          true  |  100 |  1499 |  1499 |  1499 | PATIENCE
          # this process stood still itself, and has not looked since what has come meanwhile
          true  |  100 |  9000 |   250 |  9000 | PATIENCE
          true  |  100 |  9000 |  1499 |  9000 | PATIENCE
          # it has fallen silent, and so has its heartbeat
          true  |  100 |  1500 |  1500 |  1500 | LIST
          true  |  100 |  1500 |  1500 |  2400 | LIST
          true  |  100 |  1500 |  1500 |  1200 | LIST
          true  | 1000 | 15000 | 15000 | 15000 | LIST
          # its heart beats: its link alone is broken
          true  |  100 |  1500 |  1500 |  1199 | ANSWER
          true  |  100 |  9000 |  9000 |   800 | ANSWER
          true  |  100 |  1500 |  1500 |     0 | ANSWER
          # what it has had since the list was asked for is not known
          true  | 1001 |    -1 |     0 |     0 | ANSWER
          true  | 1001 |  1500 |  1500 |  1500 | ANSWER
          # nobody else has found out that it is dead: it is not
          true  |  100 | 15001 | 15001 | 15001 | ANSWER
          """)
  void aListCountsOnlyOfWhoeverHasFallenSilent(
      boolean excludes, long age, long silent, long own, long unheard, Worth expected) {
    assertThat(Silence.of(excludes, nanos(age), nanos(silent), nanos(own), () -> nanos(unheard)))
        .isEqualTo(expected);
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
