package dev.perennial.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SwingsTest {
  /** Levels of a life in percent of the limit, and whether the last may go on rising. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          never fell                        | 50 55 60 70 80          | true
          fell by a tenth of what it rose   | 50 60 57 65 80          | true
          fell by more                      | 50 60 55 65 80          | false
          fell as far as it rose            | 90 80 85 90             | false
          near the end, as often            | 97 90 95 97             | false
          near the end, and clearly above   | 80 60 70 97             | true
          near the end, a little above      | 95 85 90 97             | false
          at the end, whatever was before   | 99 85 90 99             | true
          """)
  void whatGivesBackIsLookedAtForADay(String story, String levels, boolean goesOn) {
    double[] values =
        Arrays.stream(levels.trim().split(" ")).mapToDouble(Double::parseDouble).toArray();

    assertThat(Swings.of(values).mayGoOn(values[values.length - 1], 100)).isEqualTo(goesOn);
  }
}
