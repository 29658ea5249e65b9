package dev.perennial.testing.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private long now;
  private final History history = new History("1", () -> now);

  @Test
  void whatIsUnderWayMayStillTakeEffect() {
    History.Begun append = history.append("a");
    now = 5;
    history.read().answered("s1", List.of("a"));

    assertThat(history.operations())
        .extracting(o -> o.inWords(0))
        .containsExactly(
            "0.000 s: append a, outcome unknown: under way",
            "0.000 to 0.000 s: read answered by s1: 1 write [a]");
    assertThat(Checker.check(history.operations())).isEmpty();

    now = 10;
    append.answered("", List.of());
    assertThat(history.operations().get(0))
        .isEqualTo(new Operation("a", 0, 10, history.operations().get(0).outcome()));
    assertThat(Checker.check(history.operations())).hasSize(1);
  }

  @Test
  void eachTokenIsAppendedOnce() {
    History.Begun append = history.append("a");

    assertThatThrownBy(() -> history.append("a")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> history.append("")).isInstanceOf(IllegalArgumentException.class);
    append.refused("503");
    assertThatThrownBy(() -> append.unknown("late")).isInstanceOf(IllegalStateException.class);
    assertThat(history.operations()).hasSize(1);
  }

  @Test
  void onlyWhatIsKnownHasComeToAnEnd() {
    History.Begun refused = history.append("a");
    History.Begun unknown = history.append("b");
    now = 7;
    refused.refused("503");
    unknown.unknown("no answer");

    assertThat(history.operations())
        .extracting(Operation::completed)
        .containsExactly(7L, Operation.NEVER);
  }

  @Test
  void listsThatGoOnFromOneAnotherAreOnePath() {
    State empty = State.empty();
    State three = empty.then(List.of("a", "b", "c"));
    State two = empty.then(List.of("a", "b"));
    State other = two.then(List.of("d", "e"));

    assertThat(three.parent()).isSameAs(two);
    assertThat(three.startsWith(two)).isTrue();
    assertThat(three.startsWith(three)).isTrue();
    assertThat(three.startsWith(empty)).isTrue();
    assertThat(two.startsWith(three)).isFalse();
    assertThat(other.startsWith(three)).isFalse();
    assertThat(other.startsWith(two)).isTrue();
    assertThat(other.tokens()).containsExactly("a", "b", "d", "e");
    assertThat(other.contains("a")).isTrue();
    assertThat(other.contains("c")).isFalse();
    assertThat(empty.contains("")).isFalse();
    assertThat(List.of(empty, two, other))
        .extracting(State::toString)
        .containsExactly("nothing", "2 writes [a b]", "4 writes [.. b d e]");
  }
}
