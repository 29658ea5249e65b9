package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.gate.FakeExchange;
import dev.perennial.agent.gate.Forwarder;
import dev.perennial.agent.interleave.Interleavings;
import dev.perennial.agent.interleave.Scenario;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The roster's thread, the run's own and requests, in every order of their steps. */
@Timeout(120)
@ResourceLock(Interleavings.ONE_AT_A_TIME)
final class RaceTest {
  private static final String SAYS_IN_SERVICE = "the roster says IN_SERVICE";

  @Test
  void aRunThatIsGivenUpHandsNoSessionOver() throws Exception {
    Interleavings.of(GivenUp.class, 2).explore().assertHolds();
  }

  static final class GivenUp implements Scenario {
    private final FakeSuccessor successor = new FakeSuccessor();
    private final Source source = new Source(successor);

    GivenUp() {
      source.container.sessions.put("a", "1");
      SourceRun unused = source.begin();
    }

    @Override
    public Map<String, Runnable> threads() {
      return Map.of("roster", () -> source.duplexer.abort(SAYS_IN_SERVICE));
    }

    @Override
    public void check() {
      if (source.duplexer.progress() == null) {
        assertThat(successor.taken).as("forgotten, and handed over").isEmpty();
        assertThat(source.container.sessions).containsKey("a");
        assertThat(source.servesRelayed("a")).isTrue();
      } else {
        assertThat(source.container.sessions).isEmpty();
        assertThat(source.state()).isEqualTo(Report.Duplexing.State.DONE);
      }
    }
  }

  @Test
  void aRunThatIsGivenUpHandsNoPartOver() throws Exception {
    Interleavings.of(GivenUpWithPart.class, 1).explore().assertHolds();
  }

  static final class GivenUpWithPart implements Scenario {
    private final MemoryPart part = new MemoryPart("orders", "3 orders");
    private final FakeSuccessor successor = new FakeSuccessor();
    private final Source source = new Source(successor);

    GivenUpWithPart() {
      source.parts.add(part);
      SourceRun unused = source.begin();
    }

    @Override
    public Map<String, Runnable> threads() {
      return Map.of("roster", () -> source.duplexer.abort(SAYS_IN_SERVICE));
    }

    @Override
    public void check() {
      boolean forgotten = source.duplexer.progress() == null;
      assertThat(successor.taken).as("forgotten: " + forgotten).hasSize(forgotten ? 0 : 1);
      assertThat(part.paused).isEqualTo(!forgotten);
    }
  }

  @Test
  void whatIsTakenBackIsServedHere() throws Exception {
    Interleavings.of(TakenBack.class, 2).explore().assertHolds();
  }

  static final class TakenBack implements Scenario {
    private final MemoryPart part = new MemoryPart("orders", "3 orders");
    private final Source source = new Source(new FakeSuccessor());

    TakenBack() {
      source.parts.add(part);
      source.container.sessions.put("a", "1");
      SourceRun unused = source.begin();
    }

    @Override
    public Map<String, Runnable> threads() {
      return Map.of(
          "roster",
          () -> {
            source.successorOut = true;
            source.duplexer.takeBack(Source.ROUND);
          });
    }

    @Override
    public void check() {
      assertThat(source.duplexer.progress()).as("forgotten").isNull();
      assertThat(source.container.sessions).containsKey("a");
      assertThat(part.paused).isFalse();
      assertThat(source.servesRelayed("a")).isTrue();
      assertThat(source.log).noneMatch(line -> line.contains("is lost with"));
    }
  }

  /**
   * There is one gate and one set of parts: the first run lets go of them before the next begins.
   */
  @Test
  void aRoundThatFollowsAnotherHasTheGateAndThePartsForItself() throws Exception {
    Interleavings.of(NextRound.class, 1).explore().assertHolds();
  }

  static final class NextRound implements Scenario {
    private final MemoryPart part = new MemoryPart("orders", "3 orders");
    private final FakeSuccessor successor = new FakeSuccessor();
    private final Source source =
        new Source(
            (server, bytes) -> {
              var answer = successor.call(server, bytes);
              if (successor.last() instanceof Message.Take) {
                assertThat(part.paused).as("taken while paused").isTrue();
              }
              return answer;
            });

    NextRound() {
      source.parts.add(part);
      part.pausing =
          () -> {
            part.pausing = () -> {};
            source.duplexer.abort(SAYS_IN_SERVICE);
            source.duplexer.duplex(2, "B");
            source.duplexer.switchOver(2, Source.EPOCH + 2);
          };
      SourceRun unused = source.begin();
    }

    @Override
    public Map<String, Runnable> threads() {
      return Map.of();
    }

    @Override
    public void check() {
      Report.Duplexing progress = Objects.requireNonNull(source.duplexer.progress());
      if (progress.detail().contains("has not ended within")) {
        return;
      }
      assertThat(progress.state()).as(progress.detail()).isEqualTo(Report.Duplexing.State.DONE);
      assertThat(successor.taken).containsExactly(ItemId.part("orders"));
      assertThat(part.paused).isTrue();
    }
  }

  /** What a request has written is with the successor, or the request came after the session. */
  @Test
  void noWriteOfARequestIsLost() throws Exception {
    Interleavings.of(Writes.class, 1).explore().assertHolds();
  }

  static final class Writes implements Scenario {
    private final FakeSuccessor successor = new FakeSuccessor();
    private final Source source =
        new Source(
            successor,
            new DuplexSettings(
                Duration.ofMillis(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                UnmovablePolicy.defaults()));
    private boolean admitted;

    Writes() {
      source.container.sessions.put("a", "1");
      SourceRun unused = source.begin();
    }

    @Override
    public Map<String, Runnable> threads() {
      return Map.of("request", this::request);
    }

    private void request() {
      FakeExchange exchange = new FakeExchange("a");
      if (!source.gate.enter(exchange)) {
        admitted = true;
        assertThat(source.container.sessions).as("admitted").containsKey("a");
        source.container.sessions.put("a", "2");
        source.outgoing.touched("a");
        source.gate.finishing(exchange);
        source.gate.exit(exchange);
      }
    }

    @Override
    public void check() {
      assertThat(source.container.sessions).isEmpty();
      assertThat(successor.states).containsEntry(ItemId.session("a"), admitted ? "2" : "1");
    }
  }

  /**
   * A client's request is served here while its session is, and by the successor when it has it.
   */
  @Test
  void aRequestGoesWhereItsSessionIs() throws Exception {
    Interleavings.of(Routed.class, 1).explore().assertHolds();
  }

  static class Routed implements Scenario {
    final FakeSuccessor successor = new FakeSuccessor();
    final Source source = new Source(successor);

    Routed() {
      source.from = Forwarder.Source.CLIENT;
      source.container.sessions.put("a", "1");
      source.gate.check();
      SourceRun unused = source.begin();
    }

    @Override
    public Map<String, Runnable> threads() {
      return Map.of("request", this::request);
    }

    final void request() {
      FakeExchange exchange = new FakeExchange("a");
      if (!source.gate.enter(exchange)) {
        assertThat(source.container.sessions).as("let in").containsKey("a");
        source.gate.exit(exchange);
        source.answers.add("A");
      } else if (source.answers.contains("B")) {
        assertThat(successor.taken).as("relayed").containsExactly(ItemId.session("a"));
      }
    }

    @Override
    public void check() {
      assertThat(source.answers).hasSize(1).doesNotContain("B as new");
      assertThat(source.state()).isEqualTo(Report.Duplexing.State.DONE);
    }
  }

  @Test
  void aRequestGoesWhereItsSessionIsAlsoIfThatIsTakenBack() throws Exception {
    Interleavings.of(RoutedBack.class, 1).explore().assertHolds();
  }

  static final class RoutedBack extends Routed {
    @Override
    public Map<String, Runnable> threads() {
      return Map.of("request", this::request, "roster", this::takeBack);
    }

    private void takeBack() {
      source.successorOut = true;
      source.duplexer.takeBack(Source.ROUND);
    }

    @Override
    public void check() {
      assertThat(source.answers).hasSize(1).doesNotContain("B as new");
      assertThat(source.container.sessions).containsKey("a");
      assertThat(source.servesRelayed("a")).isTrue();
    }
  }

  /** The successor refuses the second part and is lost before it has given the first one back. */
  @Test
  void whatIsLostOnItsWayBackIsBuiltHereOnce() throws Exception {
    Interleavings.of(LostOnItsWayBack.class, 1).explore().assertHolds();
  }

  static final class LostOnItsWayBack implements Scenario {
    private final MemoryPart orders = new MemoryPart("orders", "3 orders");
    private final MemoryPart stock = new MemoryPart("stock", "7 articles");
    private final FakeSuccessor successor = new FakeSuccessor();
    private final Source source = new Source(successor);

    LostOnItsWayBack() {
      source.parts.add(orders);
      source.parts.add(stock);
      successor.refused.add(ItemId.part("stock"));
      SourceRun unused = source.begin();
    }

    @Override
    public Map<String, Runnable> threads() {
      return Map.of(
          "roster",
          () -> {
            source.successorOut = true;
            source.duplexer.takeBack(Source.ROUND);
          });
    }

    @Override
    public void check() {
      Report.Duplexing.State state = source.state();
      assertThat(state == null || state == Report.Duplexing.State.FAILED).isTrue();
      assertThat(orders.paused || stock.paused).isFalse();
      assertThat(source.log).noneMatch(line -> line.contains("is lost with"));
      assertThat(source.gate.enter(new FakeExchange())).isFalse();
    }
  }

  /** Who asks for a session hears its owner's name, or that it is to ask again. */
  @Test
  void whoHasASessionIsSaidByName() throws Exception {
    Interleavings.of(Asked.class, 1).explore().assertHolds();
  }

  static final class Asked implements Scenario {
    private final Source source = new Source(new FakeSuccessor());

    Asked() {
      source.container.sessions.put("a", "1");
      SourceRun unused = source.begin();
    }

    @Override
    public Map<String, Runnable> threads() {
      return Map.of("roster", this::takeBack, "link", this::ask);
    }

    private void takeBack() {
      source.successorOut = true;
      source.duplexer.takeBack(Source.ROUND);
    }

    private void ask() {
      Message.Has has = source.whoHas("a");
      assertThat(has.where()).isNotEqualTo(Message.Where.NOT_KNOWN);
      assertThat(has.server()).isEqualTo(has.where() == Message.Where.ELSEWHERE ? "B" : "");
    }

    @Override
    public void check() {
      assertThat(source.container.sessions).containsKey("a");
    }
  }
}
