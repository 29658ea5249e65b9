package dev.perennial.coordinator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.policy.Cure.Life;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CureTest {
  private static final Cure CURE = new Cure(Duration.ofMinutes(2));

  /** Lives in minutes, "o" behind one that an operator ended. */
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "600, ''",
    "1, did not cure",
    "2, ''",
    "1o, ''",
    "600 1, did not cure",
    "1 600, ''",
    "600 400 200 100, less and less",
    "600 400 200, ''",
    "1000 600 400 200 100, less and less",
    "600 500 400 300, ''",
    "600 400 200 190, ''",
    "600 400 500 100, ''",
    "600 400o 200 100, ''",
    "600 400 200 100o, ''",
  })
  void itIsJudgedByTheLivesSoFar(String lives, String obstacle) {
    List<Life> all =
        Arrays.stream(lives.split(" ")).filter(l -> !l.isEmpty()).map(CureTest::life).toList();

    if (obstacle.isEmpty()) {
      assertThat(CURE.obstacle(all)).isEmpty();
    } else {
      assertThat(CURE.obstacle(all)).contains(obstacle);
    }
  }

  private static Life life(String text) {
    String minutes = text.replace("o", "");
    return new Life(Duration.ofMinutes(Long.parseLong(minutes)), minutes.equals(text));
  }
}
