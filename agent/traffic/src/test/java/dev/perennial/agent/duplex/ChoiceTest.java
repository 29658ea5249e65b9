package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.duplex.Choice.Standing;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChoiceTest {
  @ParameterizedTest(name = "{0}: here {1}, asked {2}, gone {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                             | -1 | []     | false
          HERE               | 0  | []     | false
          OF_ANOTHER         | 0  | []     | false
          GONE               | -1 | []     | true
          UNKNOWN            | -1 | [0]    | false
          HERE,UNKNOWN       | 0  | []     | false
          HERE,HERE          | 0  | []     | false
          UNKNOWN,HERE       | 1  | [0]    | false
          OF_ANOTHER,HERE    | 1  | []     | false
          OF_ANOTHER,UNKNOWN | -1 | [1]    | false
          UNKNOWN,OF_ANOTHER | 1  | [0]    | false
          GONE,GONE          | -1 | []     | true
          GONE,HERE          | 1  | []     | true
          GONE,OF_ANOTHER    | -1 | []     | true
          OF_ANOTHER,GONE    | -1 | []     | true
          GONE,UNKNOWN       | -1 | [0, 1] | true
          UNKNOWN,GONE       | -1 | [0, 1] | true
          UNKNOWN,UNKNOWN    | -1 | [0, 1] | false
          UNKNOWN,GONE,HERE  | 2  | [0, 1] | true
          """)
  void theApplicationsOwnSessionCountsAndAllThatMayComeBeforeItIsAskedFor(
      String standings, int here, String asked, boolean gone) {
    List<Standing> all =
        Stream.ofNullable(standings)
            .flatMap(s -> Stream.of(s.split(",")))
            .map(Standing::valueOf)
            .toList();

    Choice choice = Choice.of(all);

    assertThat(choice.here()).isEqualTo(here);
    assertThat(choice.asked()).hasToString(asked);
    assertThat(choice.isGone()).isEqualTo(gone);
  }
}
