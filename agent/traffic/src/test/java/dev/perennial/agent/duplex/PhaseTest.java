package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.agent.duplex.Phase.Mover;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of states: who may move from which to which, and what a call does in each. */
final class PhaseTest {
  /** Each line: from, the run's moves, the roster's moves. Whatever is not here is illegal. */
  private static final String TABLE =
      """
      OFFERING       | COPYING FAILED                   | ABORTED
      COPYING        | IN_SYNC FAILED                   | ABORTED
      IN_SYNC        | HOLDING FAILED                   | ABORTED
      HOLDING        | PARTS_LEAVE SESSIONS_LEAVE FAILED | ABORTED
      PARTS_LEAVE    | SESSIONS_LEAVE GETTING_BACK      | TAKING_BACK
      SESSIONS_LEAVE | RELAYING GETTING_BACK            | TAKING_BACK
      RELAYING       | DONE GETTING_BACK                | TAKING_BACK
      DONE           |                                  | TAKING_BACK SETTLED
      GETTING_BACK   | REBUILDING FAILED                | TAKING_BACK
      REBUILDING     | FAILED                           |
      TAKING_BACK    |                                  | TAKEN_BACK
      ABORTED        | FAILED                           |
      FAILED         |                                  |
      TAKEN_BACK     |                                  |
      SETTLED        |                                  |
      """;

  private static final Map<Phase, Map<Mover, Set<Phase>>> MOVES =
      TABLE
          .lines()
          .map(line -> line.split("\\|", -1))
          .collect(
              Collectors.toMap(
                  line -> Phase.valueOf(line[0].strip()),
                  line -> Map.of(Mover.RUN, phases(line[1]), Mover.ROSTER, phases(line[2]))));

  private static Set<Phase> phases(String words) {
    Set<Phase> found = EnumSet.noneOf(Phase.class);
    for (String word : words.strip().split(" +")) {
      if (!word.isEmpty()) {
        found.add(Phase.valueOf(word));
      }
    }
    return found;
  }

  @TestFactory
  List<DynamicTest> everyPairOfStatesIsAMoveOrThrows() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Mover who : Mover.values()) {
      for (Phase from : Phase.values()) {
        for (Phase to : Phase.values()) {
          boolean legal = MOVES.get(from).get(who).contains(to) || (from == to && !from.isOver());
          tests.add(
              DynamicTest.dynamicTest(
                  who + ": " + from + " to " + to + (legal ? "" : " throws"),
                  () -> check(who, from, to, legal)));
        }
      }
    }
    return tests;
  }

  private static void check(Mover who, Phase from, Phase to, boolean legal) {
    RunStates states = new RunStates(new RunState(3, from, "", 0, 0, 0));
    RunState next = states.now().to(to);
    if (legal) {
      assertThat(states.move(who, states.now(), next)).isTrue();
      assertThat(states.now()).isEqualTo(next);
    } else {
      assertThatThrownBy(() -> states.move(who, states.now(), next))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(from.name())
          .hasMessageContaining(to.name());
      assertThat(states.phase()).isEqualTo(from);
    }
  }

  @ParameterizedTest(
      name = "{0}: abort leads to {1}, takeBack to {2}, settle to {3}; a wish counts: {4}")
  @CsvSource({
    "OFFERING,       ABORTED,        ABORTED,     OFFERING,       true",
    "COPYING,        ABORTED,        ABORTED,     COPYING,        true",
    "IN_SYNC,        ABORTED,        ABORTED,     IN_SYNC,        true",
    "HOLDING,        ABORTED,        ABORTED,     HOLDING,        false",
    "PARTS_LEAVE,    PARTS_LEAVE,    TAKING_BACK, PARTS_LEAVE,    false",
    "SESSIONS_LEAVE, SESSIONS_LEAVE, TAKING_BACK, SESSIONS_LEAVE, false",
    "RELAYING,       RELAYING,       TAKING_BACK, RELAYING,       false",
    "DONE,           DONE,           TAKING_BACK, SETTLED,        false",
    "GETTING_BACK,   GETTING_BACK,   TAKING_BACK, GETTING_BACK,   false",
    "REBUILDING,     REBUILDING,     REBUILDING,  REBUILDING,     false",
    "TAKING_BACK,    TAKING_BACK,    TAKING_BACK, TAKING_BACK,    false",
    "ABORTED,        ABORTED,        ABORTED,     ABORTED,        false",
    "FAILED,         FAILED,         FAILED,      FAILED,         false",
    "TAKEN_BACK,     TAKEN_BACK,     TAKEN_BACK,  TAKEN_BACK,     false",
    "SETTLED,        SETTLED,        SETTLED,     SETTLED,        false",
  })
  void eachCallHasOneOutcomeInEachState(
      Phase in, Phase abort, Phase takeBack, Phase settle, boolean wish) {
    assertThat(called(in, Call.ABORT)).isEqualTo(abort);
    assertThat(called(in, Call.TAKE_BACK)).isEqualTo(takeBack);
    assertThat(called(in, Call.SETTLE)).isEqualTo(settle);
    RunState before = new RunState(3, in, "", 0, 0, 0);
    assertThat(before.withSwitch(7).switchEpoch()).isEqualTo(wish ? 7 : 0);
    assertThat(before.withSwitch(7).withSwitch(8)).isEqualTo(before.withSwitch(7));
  }

  /** By the one method that moves, so that it is a legal move too. */
  private static Phase called(Phase in, Call call) {
    RunStates states = new RunStates(new RunState(3, in, "", 0, 0, 0));
    Phase once = states.call(call, "why").phase();
    assertThat(states.call(call, "again").phase()).as("repeated").isEqualTo(once);
    return once;
  }

  @Test
  void aMoveFromAStateThatIsPastChangesNothing() {
    RunStates states = new RunStates();
    RunState seen = states.now();
    RunState moved = states.update(Mover.RUN, s -> s.to(Phase.COPYING));

    assertThat(states.move(Mover.ROSTER, seen, seen.to(Phase.ABORTED))).isFalse();
    assertThat(states.now()).isEqualTo(moved);
  }

  @Test
  void aStateIsFollowedByItsNextVersionAlone() {
    RunStates states = new RunStates();
    RunState skipped = states.now().to(Phase.COPYING).to(Phase.COPYING);

    assertThatThrownBy(() -> states.move(Mover.RUN, states.now(), skipped))
        .isInstanceOf(IllegalStateException.class);
  }

  /** From each phase the run comes to an end by itself, whatever the roster has done. */
  @Test
  void everyPhaseLeadsToAnEnd() {
    for (Phase phase : Phase.values()) {
      assertThat(reachable(phase)).as("from " + phase).anyMatch(p -> p.isOver() || p == Phase.DONE);
    }
  }

  private static Set<Phase> reachable(Phase from) {
    Set<Phase> found = EnumSet.of(from);
    List<Phase> todo = new ArrayList<>(found);
    while (!todo.isEmpty()) {
      Phase phase = todo.remove(0);
      Set<Phase> next =
          EnumSet.copyOf(phase.next(Mover.RUN).isEmpty() ? Set.of(phase) : phase.next(Mover.RUN));
      next.addAll(phase.next(Mover.ROSTER));
      next.stream().filter(found::add).forEach(todo::add);
    }
    return found;
  }
}
