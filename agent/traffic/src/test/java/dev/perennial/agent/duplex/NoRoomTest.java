package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NoRoomTest {
  @ParameterizedTest(name = "{1} to {2} s: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "1204 | 10800 | 777600 | 1,204 sessions, last used 3 h to 9 d ago, stay behind: no room at"
            + " s3",
        "7 | 119 | 120 | 7 sessions, last used 119 s to 2 min ago, stay behind: no room at s3",
        "2 | 172799 | 172800 | 2 sessions, last used 47 h to 2 d ago, stay behind: no room at s3",
        "2 | 7199 | 7200 | 2 sessions, last used 119 min to 2 h ago, stay behind: no room at s3",
        "1 | 5 | 5 | 1 sessions, last used 5 s ago, stay behind: no room at s3",
        "1 | -9 | 0 | 1 sessions, last used 0 s ago, stay behind: no room at s3",
      })
  void isNamedByNumberAndAge(long sessions, long young, long old, String expected) {
    assertThat(new NoRoom(sessions, young * 1000, old * 1000, "s3").line()).isEqualTo(expected);
  }
}
