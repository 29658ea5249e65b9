package dev.perennial.coordinator.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoiningTest {
  /** Others is who else is a member; life is what the hand-over note says. */
  @ParameterizedTest(name = "{0}, a joins as {1}, members {2}, note {3}: {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          b P                        | PRIMARY | b   | 0 | 1 PRIMARY JOINING vote
          b P                        | SPARE   | b   | 0 | 1 SPARE JOINING vote
          b P                        | PRIMARY | b   | 4 | 5 PRIMARY JOINING vote
          active: b P                | SPARE   | b   | 0 | 1 PRIMARY JOINING vote
          a P,b P                    | PRIMARY | b   | 0 | 2 PRIMARY JOINING vote
          a S,b P                    | PRIMARY | b   | 0 | 2 SPARE JOINING vote
          a P,b P                    | PRIMARY | b   | 7 | 8 PRIMARY JOINING vote
          a P,b P                    | PRIMARY | a b | 0 | refused
          a P,b P                    | PRIMARY | a b | 2 | refused
          a P,b P                    | PRIMARY | a b | 1 | 2 PRIMARY JOINING vote
          a P JOINING,b P            | PRIMARY | b   | 0 | 2 PRIMARY JOINING vote
          a P DUPLEXING>b,b S        | PRIMARY | b   | 0 | 2 PRIMARY JOINING vote
          a P SWITCHING>b,b P        | PRIMARY | b   | 0 | 2 PRIMARY RETURNING>b vote
          a P RETIRED>b novote,b P   | PRIMARY | b   | 0 | 2 PRIMARY RETURNING>b vote
          a P REJUVENATING>b novote,b P | PRIMARY | b | 0 | 2 PRIMARY RETURNING>b vote
          a P REJUVENATING>b novote,b P | PRIMARY | b | 1 | 2 PRIMARY RETURNING>b vote
          a P REJUVENATING>b novote,b P | PRIMARY | a b | 0 | refused
          a P REJUVENATING>b novote,b P | PRIMARY | a b | 1 | 2 PRIMARY RETURNING>b vote
          a S REJUVENATING novote,b P | SPARE  | b   | 1 | 2 SPARE RETURNING vote
          a P RETURNING>b,b P        | PRIMARY | b   | 0 | 2 PRIMARY RETURNING>b vote
          a P OUT,b P                | PRIMARY | b   | 0 | 2 PRIMARY JOINING vote
          a P OUT novote,b P         | SPARE   | b   | 0 | 2 PRIMARY JOINING vote
          a P OUT>b,b P              | PRIMARY | b   | 0 | 2 PRIMARY RETURNING>b vote
          b P,c P                    | PRIMARY | b   | 0 | refused
          b P,c P,d P                | PRIMARY | b c | 0 | 1 PRIMARY JOINING vote
          b P,c P,d P,e P            | PRIMARY | b c | 0 | refused
          a P,b P,c P                | PRIMARY | b   | 0 | 2 PRIMARY JOINING vote
          a P,b P,c P                | PRIMARY | ''  | 0 | refused
          a P REJUVENATING>b novote,b P | PRIMARY | '' | 1 | refused
          """)
  void aNewLifeComesOnToTheRoster(
      String scene, Role wanted, String others, long note, String expected) {
    Roster roster = Scene.view(scene).roster();
    Set<String> alive =
        Arrays.stream(others.split(" ")).filter(w -> !w.isEmpty()).collect(Collectors.toSet());

    Joining.Outcome outcome = Joining.join(roster, "a", wanted, alive, Scene.NOW, note);

    assertThat(render(outcome)).isEqualTo(expected);
    if (outcome instanceof Joining.Outcome.Joined joined) {
      assertThat(joined.next().epoch()).isEqualTo(8);
      assertThat(joined.next().require("a")).isEqualTo(joined.self());
    }
  }

  @Test
  void theFirstOneFoundsTheRoster() {
    Joining.Outcome outcome =
        Joining.join(Roster.empty(Mode.ACTIVE_STANDBY), "a", Role.PRIMARY, Set.of("b"), 5, 0);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Joining.Outcome.Joined.class, joined -> assertThat(joined.next().epoch()).isOne());
  }

  @Test
  void aRestartKeepsRoundAndSuccessor() {
    Roster roster = Scene.view("a P REJUVENATING>b novote,b P").roster();

    Joining.Outcome outcome = Joining.join(roster, "a", Role.PRIMARY, Set.of("b"), Scene.NOW, 1);

    ServerEntry self = ((Joining.Outcome.Joined) outcome).self();
    assertThat(self.round()).isEqualTo(1);
    assertThat(self.successor()).isEqualTo("b");
    assertThat(self.sinceMillis()).isEqualTo(Scene.NOW);
  }

  @Test
  void aSecondReturnDoesNotGainTime() {
    Roster roster = Scene.view("a P RETURNING>b since=200,b P").roster();

    Joining.Outcome outcome = Joining.join(roster, "a", Role.PRIMARY, Set.of("b"), Scene.NOW, 0);

    assertThat(((Joining.Outcome.Joined) outcome).self().sinceMillis())
        .isEqualTo(Scene.NOW - 200_000);
  }

  @Test
  void aRefusalSaysWhatToDo() {
    Roster roster = Scene.view("a P,b P").roster();

    Joining.Outcome outcome =
        Joining.join(roster, "a", Role.PRIMARY, Set.of("a", "b"), Scene.NOW, 0);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Joining.Outcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("(a)", "perennial.server"));
  }

  @Test
  void aCoordinatorVotesUnderANameOfItsOwn() {
    Roster roster = Scene.view("a P").roster();

    Roster next = Joining.coordinator(roster, "x");

    assertThat(Majority.voters(next)).containsExactly("a", "x");
    assertThat(next.epoch()).isEqualTo(8);
    assertThat(Joining.coordinator(next, "x")).isSameAs(next);
    assertThatThrownBy(() -> Joining.coordinator(roster, "a"))
        .hasMessage("coordinator name (a) is a server's");
    assertThat(Joining.join(next, "x", Role.PRIMARY, Set.of("a"), Scene.NOW, 0))
        .isInstanceOf(Joining.Outcome.Refused.class);
    assertThat(Leaving.forget(next, "x").coordinators()).isEqualTo(Set.of());
  }

  @Test
  void theNamesOfARosterAreSorted() {
    Roster roster = Scene.view("c P,a P,b P").roster();

    assertThat(roster.servers().stream().map(ServerEntry::name).toList())
        .isEqualTo(List.of("a", "b", "c"));
    assertThat(roster.server("b")).map(ServerEntry::name).contains("b");
    assertThat(roster.server("d")).isEmpty();
  }

  private static String render(Joining.Outcome outcome) {
    if (outcome instanceof Joining.Outcome.Joined joined) {
      ServerEntry self = joined.self();
      return self.incarnation()
          + " "
          + self.role()
          + " "
          + self.stage()
          + (self.successor() == null ? "" : ">" + self.successor())
          + (self.voter() ? " vote" : "");
    }
    return "refused";
  }
}
