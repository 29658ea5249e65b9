package dev.perennial.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SwingsTest {
  /**
   * Levels of a life in percent of the limit, minutes of work, and whether the last may go on
   * rising.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          never fell                        | 50 55 60 70 80          | 90 | true
          fell by a tenth of what it rose   | 50 60 57 65 80          | 90 | true
          fell by more                      | 50 60 55 60 66          | 90 | false
          fell as far as it rose            | 90 80 85 90             | 90 | false
          far above, and far from the end   | 50 60 50 76            | 90 | false
          near the end, as often            | 97 90 95 97             | 90 | false
          near the end, and clearly above   | 80 60 70 97             | 90 | true
          near the end, a little above      | 95 85 90 97             | 90 | false
          rose by little in an hour         | 77 80 84               | 59 | false
          rose by little, then an hour      | 77 80 84               | 60 | true
          rose far in an hour               | 50 60 70               | 59 | true
          at the end, whatever was before   | 99 85 90 99             | 90 | true
          """)
  void whatGivesBackIsLookedAtForADay(String story, String levels, int minutes, boolean goesOn) {
    double[] values =
        Arrays.stream(levels.trim().split(" ")).mapToDouble(Double::parseDouble).toArray();

    assertThat(Swings.of(values).mayGoOn(values[values.length - 1], 100, 60 * minutes))
        .isEqualTo(goesOn);
  }
}
