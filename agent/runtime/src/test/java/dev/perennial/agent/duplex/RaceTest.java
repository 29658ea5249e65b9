package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.interleave.Interleavings;
import dev.perennial.agent.interleave.Scenario;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The roster's thread and the run's own, in every order of their steps. */
@Timeout(120)
final class RaceTest {
  @Test
  void aRunThatIsGivenUpHandsNothingOver() throws Exception {
    Interleavings.of(GivenUp.class, 2).explore().assertHolds();
  }

  static final class GivenUp implements Scenario {
    private final FakeSuccessor successor = new FakeSuccessor();
    private final Source source = new Source(successor);

    GivenUp() {
      source.container.sessions.put("a", "1");
      source.begin();
    }

    @Override
    public Map<String, Runnable> threads() {
      return Map.of("roster", () -> source.duplexer.abort("the roster says IN_SERVICE"));
    }

    @Override
    public void check() {
      if (source.duplexer.progress() == null) {
        assertThat(successor.taken).as("forgotten, and handed over").isEmpty();
        assertThat(source.container.sessions).containsKey("a");
      } else {
        assertThat(source.container.sessions).isEmpty();
      }
    }
  }
}
