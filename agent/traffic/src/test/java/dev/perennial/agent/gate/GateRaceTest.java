package dev.perennial.agent.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.interleave.Interleavings;
import dev.perennial.agent.interleave.Scenario;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Requests and the thread that moves the gate, in every order of their steps. */
@Timeout(120)
@ResourceLock(Interleavings.ONE_AT_A_TIME)
final class GateRaceTest {
  /** A gate whose sessions are at home until they have left. */
  private abstract static class Gated implements Scenario, Router, Forwarder, GateListener {
    final RequestGate gate = new RequestGate(this, this, this, Gated::nanos);
    volatile boolean left;

    private static long nanos() {
      return System.nanoTime();
    }

    @Override
    public Route route(Named sessions) {
      return left ? new Route.Elsewhere("B", false) : Route.HERE;
    }

    @Override
    public boolean isHere(Named sessions, boolean asNew, boolean away) {
      return !away;
    }

    @Override
    public void forget(Named sessions) {}

    @Override
    public Outcome forward(Exchange exchange, String server, boolean asNew) {
      assertThat(left).as("relayed to where it is").isTrue();
      return Outcome.OVER;
    }

    @Override
    public void refuse(Exchange exchange, String reason, int retryAfterSeconds) {}

    @Override
    public void notHere(Exchange exchange) {}

    @Override
    public Source source(Exchange exchange) {
      return Source.CLIENT;
    }

    @Override
    public void admitted(Exchange exchange) {}

    @Override
    public void ended(Exchange exchange, long latencyNanos) {}

    @Override
    public void finishing(Exchange exchange, @Nullable String sessionId) {}

    /** Returns how many are left of those admitted before. */
    int await(Duration limit) {
      try {
        return gate.awaitAdmittedBefore(limit, () -> false);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The session leaves unless a request that is in flight names it. */
  @Test
  void aRequestThatIsLetInIsCountedOrKnown() throws Exception {
    Interleavings.of(Held.class, 2).explore().assertHolds();
  }

  static final class Held extends Gated {
    Held() {
      gate.check();
    }

    @Override
    public Map<String, Runnable> threads() {
      return Map.of("request", this::request, "run", this::handOver);
    }

    private void request() {
      FakeExchange exchange = new FakeExchange("a");
      if (!gate.enter(exchange)) {
        assertThat(left).as("left while its request is in flight").isFalse();
        gate.exit(exchange);
      }
    }

    private void handOver() {
      gate.hold(1, Duration.ofSeconds(1));
      int busy = await(Duration.ofNanos(1));
      if (gate.inUse().isEmpty()) {
        left = true;
        gate.away();
      } else {
        assertThat(busy).as("known, so counted").isNotNegative();
        gate.check();
      }
    }

    @Override
    public void check() {
      assertThat(gate.inFlight()).isZero();
      assertThat(gate.inUse()).isEmpty();
    }
  }

  /** A request comes and goes while the run waits for those before, twice. */
  @Test
  void noneIsInFlightThatWasAdmittedBeforeTheWait() throws Exception {
    Interleavings.of(Counted.class, 2).explore().assertHolds();
  }

  static class Counted extends Gated {
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean waits;
    private volatile boolean settled;

    @Override
    public Map<String, Runnable> threads() {
      return Map.of("request", this::request, "run", this::begin);
    }

    /** One that was let in before the wait began must have ended when it is over. */
    void request() {
      FakeExchange exchange = new FakeExchange("a");
      if (!gate.enter(exchange)) {
        inside.incrementAndGet();
        boolean before = !waits;
        assertThat(before && settled).as("in flight, and not waited for").isFalse();
        inside.decrementAndGet();
        gate.exit(exchange);
      }
    }

    void begin() {
      assertThat(await(Duration.ofDays(1))).isZero();
      waits = true;
      settled = await(Duration.ofDays(1)) == 0;
    }

    @Override
    public void check() {
      assertThat(inside).hasValue(0);
      assertThat(gate.inFlight()).isZero();
    }
  }

  @Test
  void noneIsInFlightThatWasAdmittedBeforeTheWaitWhereTwoCome() throws Exception {
    Interleavings.of(CountedTwo.class, 1).explore().assertHolds();
  }

  static final class CountedTwo extends Counted {
    @Override
    public Map<String, Runnable> threads() {
      return Map.of("one", this::request, "two", this::request, "run", this::begin);
    }
  }
}
