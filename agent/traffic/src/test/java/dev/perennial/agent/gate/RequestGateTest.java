package dev.perennial.agent.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.perennial.agent.container.Exchange;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RequestGateTest {
  private volatile Route route = Route.HERE;
  private final ConcurrentLinkedQueue<List<String>> asked = new ConcurrentLinkedQueue<>();
  private final List<String> done = new ArrayList<>();
  private final ConcurrentLinkedQueue<Forwarder.Outcome> outcomes = new ConcurrentLinkedQueue<>();
  private boolean relayed;

  /** A session that may be served elsewhere by now; empty for none. */
  private String inQuestion = "";

  private final RequestGate gate =
      new RequestGate(
          new RecordingRouter(),
          new RecordingForwarder(),
          new NoListener(),
          token -> false,
          System::nanoTime);

  @Test
  void anOpenGateLetsEverythingInAndAsksNobody() {
    assertThat(gate.enter(new FakeExchange("a"))).isFalse();
    assertThat(asked).isEmpty();
    assertThat(gate.inFlight()).isEqualTo(1);
  }

  @Test
  void aCheckedGateAsksOnceForASessionThatIsHere() {
    gate.check();

    for (int i = 0; i < 3; i++) {
      FakeExchange exchange = new FakeExchange("a");
      assertThat(gate.enter(exchange)).isFalse();
      gate.exit(exchange);
    }

    assertThat(asked).containsExactly(List.of("a"));
    assertThat(gate.inFlight()).isZero();
  }

  @Test
  void whatWasDecidedIsForgottenWhenOwnersChange() {
    gate.check();
    gate.enter(new FakeExchange("a"));

    gate.forget();
    gate.enter(new FakeExchange("a"));

    assertThat(asked).hasSize(2);
  }

  /** A server that stood still goes on with what it had decided long ago. */
  @Test
  void whatWasDecidedDoesNotCountOnceASessionMayBeServedElsewhere() {
    gate.check();
    gate.enter(new FakeExchange("a"));
    inQuestion = "a";
    route = new Route.Refused("cut off", 5);

    assertThat(gate.enter(new FakeExchange("a"))).isTrue();
    assertThat(done).containsExactly("refused");
  }

  @Test
  void aRequestThatWasLetInBeforeIsNotAnsweredThen() {
    gate.check();
    FakeExchange one = new FakeExchange("a");
    FakeExchange other = new FakeExchange("b");
    gate.enter(one);
    gate.enter(other);
    inQuestion = "a";

    gate.finishing(one);
    gate.finishing(other);

    assertThat(one.aborted).isTrue();
    assertThat(other.aborted).isFalse();
    gate.exit(one);
    gate.exit(other);
  }

  /** Its answer comes from where the session is. */
  @Test
  void aRequestThatWasRelayedIsAnswered() {
    gate.check();
    route = new Route.Elsewhere("B", false);
    FakeExchange exchange = new FakeExchange("a");
    gate.enter(exchange);
    inQuestion = "a";

    gate.finishing(exchange);

    assertThat(exchange.aborted).isFalse();
  }

  @Test
  void requestsOfSessionsThatAreServedElsewhereNowAreCutOff() {
    FakeExchange one = new FakeExchange("a");
    FakeExchange other = new FakeExchange("b");
    FakeExchange over = new FakeExchange("a");
    gate.enter(one);
    gate.enter(other);
    gate.enter(over);
    gate.exit(over);

    gate.cut(Set.of("a", "c"));

    assertThat(one.aborted).isTrue();
    assertThat(other.aborted).isFalse();
    assertThat(over.aborted).isFalse();
    gate.exit(one);
    gate.exit(other);
  }

  @Test
  void aRequestWithoutSessionPassesACheckedGate() {
    gate.check();
    assertThat(gate.enter(new FakeExchange())).isFalse();
    assertThat(asked).isEmpty();
  }

  @Test
  void aSessionThatLivesElsewhereIsAnsweredFromThere() {
    gate.check();
    route = new Route.Elsewhere("B", false);

    assertThat(gate.enter(new FakeExchange("a"))).isTrue();

    assertThat(done).containsExactly("B");
    assertThat(gate.inFlight()).isZero();
  }

  @Test
  void anUnreachedServerIsAskedForAgainAndThenTheRequestIsRefused() {
    gate.check();
    route = new Route.Elsewhere("B", false);
    for (int i = 0; i < 3; i++) {
      outcomes.add(Forwarder.Outcome.UNREACHED);
    }

    assertThat(gate.enter(new FakeExchange("a"))).isTrue();

    assertThat(asked).hasSize(3);
    assertThat(done).containsExactly("B", "B", "B", "refused");
  }

  /** The application would find an empty body. */
  @Test
  void aBodyThatWasSentElsewhereIsGivenToTheApplicationHere() {
    FakeExchange exchange = new FakeExchange("a");
    gate.check();
    exchange.sentBody = new byte[] {1, 2, 3};

    assertThat(gate.enter(exchange)).isFalse();

    assertThat(exchange.replayed).containsExactly(1, 2, 3);
    assertThat(exchange.sentBody).isNull();
  }

  /** The application would take the half for the whole. */
  @Test
  void aBodyThatTheClientHasNotSentToItsEndIsGivenToNobody() {
    FakeExchange exchange = new FakeExchange("a");
    gate.check();
    exchange.sentBody = new byte[2];

    assertThat(gate.enter(exchange)).isTrue();

    assertThat(done).containsExactly("refused");
    assertThat(exchange.replayed).isNull();
    assertThat(gate.inFlight()).isZero();
  }

  @Test
  void aRelayedRequestIsNeverRelayedAgain() {
    gate.check();
    route = new Route.Elsewhere("B", false);
    relayed = true;

    assertThat(gate.enter(new FakeExchange("a"))).isTrue();
    assertThat(asked).isEmpty();
    assertThat(done).containsExactly("not here");
  }

  @Test
  void aHeldGateMakesRequestsWaitUntilItOpens() throws Exception {
    gate.hold(5, Duration.ofSeconds(10));
    CompletableFuture<Boolean> answered =
        CompletableFuture.supplyAsync(() -> gate.enter(new FakeExchange("a")));
    Awaitility.await().until(() -> gate.waiting() == 1);
    assertThat(answered).isNotDone();

    gate.open();

    assertThat(answered.get(10, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void aHeldGateRefusesWhatWouldTakeTooManyThreads() {
    gate.hold(0, Duration.ofSeconds(10));
    assertThat(gate.enter(new FakeExchange("a"))).isTrue();
    assertThat(done).containsExactly("refused");
  }

  @Test
  void holdingWaitsForThoseAdmittedBefore() throws Exception {
    FakeExchange before = new FakeExchange("a");
    gate.enter(before);
    gate.hold(5, Duration.ofSeconds(10));

    assertThat(gate.awaitAdmittedBefore(Duration.ofMillis(20), () -> false)).isEqualTo(1);
    gate.exit(before);
    assertThat(gate.awaitAdmittedBefore(Duration.ofSeconds(10), () -> false)).isZero();
  }

  @Test
  void theRequestsInFlightAreKnownWithTheirSessions() {
    FakeExchange exchange = new FakeExchange("a", "b");
    gate.enter(exchange);
    List<InUse> inUse = gate.inUse();
    assertThat(inUse).singleElement().matches(r -> r.isOf(exchange) && r.lasts());
    InUse.Sessions sessions = InUse.Sessions.of(inUse);
    assertThat(sessions.contains("a") && sessions.contains("b")).isTrue();
    assertThat(sessions.contains("c")).isFalse();

    gate.exit(exchange);

    assertThat(gate.inUse()).isEmpty();
    assertThat(inUse.get(0).lasts()).isFalse();
  }

  /** The container uses its objects again: a later request must not be taken for an earlier one. */
  @Test
  void aLaterRequestOfTheSameObjectIsAnotherOne() {
    FakeExchange exchange = new FakeExchange("a");
    gate.enter(exchange);
    InUse first = gate.inUse().get(0);
    gate.exit(exchange);
    gate.enter(exchange);

    assertThat(first.lasts()).isFalse();
    first.abort();

    assertThat(exchange.aborted).isFalse();
    gate.inUse().get(0).abort();
    assertThat(exchange.aborted).isTrue();
    gate.exit(exchange);
  }

  /** It would be waited for in every round to come. */
  @Test
  void aRequestThatMeetsAnErrorOnItsWayInIsNotCounted() throws Exception {
    FakeExchange exchange = new FakeExchange("a");
    exchange.broken = new OutOfMemoryError("Java heap space");

    assertThatThrownBy(() -> gate.enter(exchange)).isSameAs(exchange.broken);

    assertThat(gate.inUse()).isEmpty();
    assertThat(gate.awaitAdmittedBefore(Duration.ofMillis(1), () -> false)).isZero();
  }

  @Test
  void aRequestThatIsLetInAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    FakeExchange exchange = new FakeExchange("a");
    gate.check();
    long thread = Thread.currentThread().getId();
    for (int i = 0; i < 20_000; i++) {
      gate.enter(exchange);
      gate.exit(exchange);
    }

    long least = Long.MAX_VALUE;
    for (int series = 0; series < 10; series++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < 1_000; i++) {
        gate.enter(exchange);
        gate.exit(exchange);
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }

    // Reading the counter itself may allocate a little; a thousand requests must not.
    assertThat(least).isLessThan(1_000);
  }

  private final class RecordingRouter implements Router {
    @Override
    public Route route(Named sessions) {
      asked.add(sessions.ids());
      return route;
    }

    @Override
    public boolean isHere(Named sessions, boolean asNew, boolean away) {
      return !away && route instanceof Route.Here;
    }

    @Override
    public boolean isUnquestioned() {
      return inQuestion.isEmpty();
    }

    @Override
    public boolean isInQuestion(String sessionId) {
      return inQuestion.equals(sessionId);
    }

    @Override
    public void forget(Named sessions) {}
  }

  private final class RecordingForwarder implements Forwarder {
    @Override
    public Outcome forward(Exchange exchange, String server, boolean asNew) {
      done.add(server);
      Outcome outcome = outcomes.poll();
      return outcome == null ? Outcome.OVER : outcome;
    }

    @Override
    public void refuse(Exchange exchange, String reason, int retryAfterSeconds) {
      done.add("refused");
    }

    @Override
    public void notHere(Exchange exchange) {
      done.add("not here");
    }

    @Override
    public Source source(Exchange exchange) {
      return relayed ? Source.RELAY : Source.CLIENT;
    }
  }

  private static final class NoListener implements GateListener {
    @Override
    public void admitted(Exchange exchange) {
      Error broken = ((FakeExchange) exchange).broken;
      if (broken != null) {
        throw broken;
      }
    }

    @Override
    public void ended(Exchange exchange, long latencyNanos) {}

    @Override
    public void finishing(Exchange exchange, @Nullable String sessionId) {}
  }
}
