package dev.perennial.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.JoinPoint;
import dev.perennial.agent.fake.FakeAdapter;
import dev.perennial.agent.log.Suppressed;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdaptersTest {
  @Test
  void whatIsWovenIsSortedByClassAndAdapter() {
    JoinPoint first = new JoinPoint("a.B", "one", 0, BindAdvice.class);
    JoinPoint second = new JoinPoint("a.B", "two", 0, BindAdvice.class);
    JoinPoint other = new JoinPoint("a.C", "one", 0, BindAdvice.class);

    Adapters adapters =
        Adapters.of(
            new FakeAdapter("x", "GoodHooks", first, other, second),
            new FakeAdapter("y", "GoodHooks", second));

    assertThat(adapters.layers("a/B"))
        .containsExactly(
            new Adapters.Layer("x", List.of(first, second)),
            new Adapters.Layer("y", List.of(second)));
    assertThat(adapters.layers("a/C")).containsExactly(new Adapters.Layer("x", List.of(other)));
    assertThat(adapters.layers("a/D")).isEmpty();
    assertThat(adapters.capabilities())
        .isEqualTo("made-up containers, by x; made-up containers, by y");
  }

  @Test
  void withoutAnyThereIsNothingToWeaveAndNothingToKnow() {
    Adapters none = Adapters.in(getClass().getClassLoader());

    assertThat(none.all()).isEmpty();
    assertThat(none.capabilities()).isEqualTo("none");
  }

  @Test
  void oneThatSaysTooLittleIsLeftOutAndCounted() {
    long errors = Suppressed.total();

    Adapters adapters =
        Adapters.of(
            new FakeAdapter("silent", "GoodHooks", (List<JoinPoint>) null),
            new FakeAdapter("x", "GoodHooks"),
            new FakeAdapter("x", "ThrowingHooks"));

    assertThat(adapters.all()).containsExactly(new FakeAdapter("x", "GoodHooks"));
    assertThat(Suppressed.total()).isEqualTo(errors + 2);
  }
}
