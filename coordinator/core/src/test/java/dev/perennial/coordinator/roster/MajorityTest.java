package dev.perennial.coordinator.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MajorityTest {
  /** Upper case votes, lower case is on the roster without a vote, X and Y are coordinators. */
  @ParameterizedTest(name = "'{'{0}'}' | '{'{1}'}': {2} and {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A     | ''    | true  | false
          A     | B     | false | false
          A B   | ''    | true  | false
          A B   | C     | true  | false
          A     | B C   | false | true
          A B   | C D   | false | false
          A B C | D     | true  | false
          A B C | D E   | true  | false
          A B   | C D E | false | true
          A     | b     | true  | false
          a     | B     | false | true
          a B   | ''    | true  | false
          a     | ''    | false | false
          a B   | C     | false | false
          a b C | D e   | false | false
          a B C | D     | true  | false
          A X   | B     | true  | false
          A     | B X   | false | true
          X     | A     | false | false
          X     | ''    | true  | false
          X Y   | A B C | false | true
          X Y A | B C   | true  | false
          A B   | X Y   | false | false
          """)
  void oneSideAtMostDecides(String here, String there, boolean isHere, boolean isThere) {
    List<String> all = Stream.concat(names(here), names(there)).toList();
    Roster roster =
        new Roster(
            1,
            Mode.ACTIVE_ACTIVE,
            all.stream().filter(n -> !isCoordinator(n)).map(MajorityTest::entry).toList(),
            all.stream().filter(MajorityTest::isCoordinator).collect(Collectors.toSet()),
            List.of(),
            "");

    assertThat(Majority.holds(roster, names(here).collect(Collectors.toSet()))).isEqualTo(isHere);
    assertThat(Majority.holds(roster, names(there).collect(Collectors.toSet()))).isEqualTo(isThere);
  }

  @ParameterizedTest(name = "'{'{0}'}' | '{'{1}'}' without {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A B     | ''  | A | true
          A       | ''  | A | false
          A B     | C   | A | false
          A B C   | D   | A | true
          A B C   | D E | A | false
          a B C   | D   | a | true
          A B X   | C   | A | true
          """)
  void aVoteIsSparedOnlyIfTheRestCanDecide(
      String here, String there, String leaving, boolean expected) {
    List<String> all = Stream.concat(names(here), names(there)).toList();
    Roster roster =
        new Roster(
            1,
            Mode.ACTIVE_ACTIVE,
            all.stream().filter(n -> !isCoordinator(n)).map(MajorityTest::entry).toList(),
            all.stream().filter(MajorityTest::isCoordinator).collect(Collectors.toSet()),
            List.of(),
            "");

    Set<String> alive = names(here).collect(Collectors.toCollection(TreeSet::new));
    assertThat(Majority.holdsWithout(leaving, roster, alive)).isEqualTo(expected);
  }

  private static Stream<String> names(String words) {
    return Arrays.stream(words.split(" ")).filter(w -> !w.isEmpty());
  }

  private static boolean isCoordinator(String name) {
    return name.equals("X") || name.equals("Y");
  }

  private static ServerEntry entry(String name) {
    boolean voter = Character.isUpperCase(name.charAt(0));
    return new ServerEntry(name, 1, Role.PRIMARY, Stage.IN_SERVICE, null, 0, 0, "", 0, voter);
  }
}
