package dev.perennial.coordinator.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StageTest {
  private static final Set<String> LEGAL =
      Set.of(
          "JOINING IN_SERVICE",
          "JOINING OUT",
          "IN_SERVICE DUPLEXING",
          "IN_SERVICE RETIRED",
          "IN_SERVICE REJUVENATING",
          "IN_SERVICE OUT",
          "DUPLEXING IN_SERVICE",
          "DUPLEXING SWITCHING",
          "DUPLEXING OUT",
          "SWITCHING IN_SERVICE",
          "SWITCHING RETIRED",
          "SWITCHING OUT",
          "RETIRED IN_SERVICE",
          "RETIRED REJUVENATING",
          "RETIRED OUT",
          "REJUVENATING IN_SERVICE",
          "REJUVENATING RETIRED",
          "REJUVENATING OUT",
          "RETURNING IN_SERVICE",
          "RETURNING OUT",
          "OUT JOINING",
          "OUT IN_SERVICE",
          "OUT RETURNING");

  static Stream<Arguments> pairs() {
    return Arrays.stream(Stage.values())
        .flatMap(from -> Arrays.stream(Stage.values()).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("pairs")
  void onlyLegalMovesAreMade(Stage from, Stage to) {
    ServerEntry entry = new ServerEntry("a", 3, Role.PRIMARY, from, "b", 2, 1, "before", 10, true);

    if (LEGAL.contains(from + " " + to)) {
      assertThat(entry.to(to, "why", 20))
          .isEqualTo(new ServerEntry("a", 3, Role.PRIMARY, to, "b", 2, 1, "why", 20, true));
    } else {
      assertThatThrownBy(() -> entry.to(to, "why", 20))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("server (a) cannot go from " + from + " to " + to + ": why");
    }
  }
}
