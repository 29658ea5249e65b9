package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.gate.FakeExchange;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A round from the offer to its end: by itself, by each call in each phase, by each crash. */
@Timeout(60)
@Isolated("It counts the errors that this JVM has kept to itself.")
final class HandoverTest {
  private final MemoryPart orders = new MemoryPart("orders", "3 orders");
  private final FakeSuccessor successor = new FakeSuccessor();
  private final AtomicInteger messages = new AtomicInteger();
  private int crashAt = Integer.MAX_VALUE;
  private boolean crashAfterwards;
  private final Source source = new Source(this::call);
  private long suppressed;

  private CompletableFuture<byte[]> call(String server, byte[] bytes) {
    int number = messages.incrementAndGet();
    boolean dead = number > crashAt || (number == crashAt && !crashAfterwards);
    if (number >= crashAt) {
      source.successorOut = true;
    }
    CompletableFuture<byte[]> answer = dead ? null : successor.call(server, bytes);
    return answer == null || number >= crashAt
        ? CompletableFuture.failedFuture(new IOException("connection reset"))
        : answer;
  }

  @BeforeEach
  void prepare() {
    suppressed = Suppressed.total();
    source.parts.add(orders);
    source.container.sessions.putAll(Map.of("a", "1", "b", "2"));
    source.gate.check();
  }

  @AfterEach
  void noErrorWasSuppressed() {
    assertThat(Suppressed.total()).isEqualTo(suppressed);
  }

  private static void awaitOver(SourceRun run) throws InterruptedException {
    assertThat(run.over().await(30, TimeUnit.SECONDS)).as("its thread has ended").isTrue();
  }

  private void assertAllIsHere() {
    assertThat(source.container.sessions).containsOnly(Map.entry("a", "1"), Map.entry("b", "2"));
    assertThat(orders.paused).isFalse();
    assertThat(orders.state).isEqualTo("3 orders");
    assertThat(source.gate.inUse()).isEmpty();
    assertThat(source.servesRelayed("a")).isTrue();
  }

  private void assertAllIsThere() {
    assertThat(source.container.sessions).isEmpty();
    assertThat(successor.states)
        .containsOnly(
            Map.entry(ItemId.part("orders"), "3 orders"),
            Map.entry(ItemId.session("a"), "1"),
            Map.entry(ItemId.session("b"), "2"));
    assertThat(orders.paused).isTrue();
    assertThat(source.servesRelayed("a")).isFalse();
  }

  @Test
  void aRoundGoesFromTheOfferToDone() throws Exception {
    SourceRun run = source.duplex();
    await().until(() -> source.state() == State.IN_SYNC);
    assertThat(source.container.sessions).hasSize(2);
    assertThat(source.log).contains("in sync with B: 2 copies, " + bytes() + " bytes, 1 passes");

    source.duplexer.switchOver(Source.ROUND, Source.EPOCH);
    awaitOver(run);

    assertThat(source.state()).isEqualTo(State.DONE);
    assertThat(run.progress().detail()).startsWith("pause ").endsWith(" ms");
    assertThat(run.moved().sessions()).isEqualTo(2);
    assertThat(source.log)
        .anyMatch(l -> l.startsWith("switched over to B: 2 sessions; all requests"));
    assertThat(successor.last()).isInstanceOf(Message.Done.class);
    assertAllIsThere();
  }

  private String bytes() {
    String line = source.log.get(source.log.size() - 1);
    return line.replaceAll(".*copies, (\\d+) bytes.*", "$1");
  }

  /** Calls something when the run has come to a phase, on the run's own thread. */
  private void when(Phase phase, Runnable call) {
    switch (phase) {
      case OFFERING -> onMessage(Message.Offer.class, null, call);
      case COPYING -> onMessage(Message.Stage.class, null, call);
      case IN_SYNC -> onLog("in sync with", call);
      case HOLDING -> orders.pausing = call;
      case PARTS_LEAVE -> onMessage(Message.Take.class, ItemId.Kind.PART, call);
      case SESSIONS_LEAVE -> onMessage(Message.Take.class, ItemId.Kind.SESSION, call);
      case RELAYING -> onLog("switched over to", call);
      case DONE -> onMessage(Message.Done.class, null, call);
      case GETTING_BACK -> {
        successor.refused.add(ItemId.part("orders"));
        onMessage(Message.Abort.class, null, call);
      }
      case REBUILDING, TAKING_BACK, ABORTED, FAILED, TAKEN_BACK, SETTLED ->
          throw new IllegalArgumentException(phase + " is nothing that one can stop at");
    }
  }

  private void onMessage(Class<? extends Message> kind, ItemId.Kind of, Runnable call) {
    successor.hears =
        message -> {
          boolean wanted =
              of == null || (message instanceof Message.Take take && take.id().kind() == of);
          if (kind.isInstance(message) && wanted) {
            call.run();
          }
        };
  }

  private void onLog(String begin, Runnable call) {
    source.logs =
        line -> {
          if (line.startsWith(begin)) {
            call.run();
          }
        };
  }

  @ParameterizedTest(name = "given up at {0}")
  @EnumSource(
      value = Phase.class,
      names = {"OFFERING", "COPYING", "IN_SYNC", "HOLDING"})
  void givenUpBeforeAnythingLeavesEverythingIsHere(Phase phase) throws Exception {
    when(phase, () -> source.duplexer.abort("the operator says so"));

    SourceRun run = source.begin();
    awaitOver(run);

    assertThat(source.duplexer.progress()).as("forgotten").isNull();
    assertThat(run.progress().state()).isEqualTo(State.FAILED);
    assertThat(source.log).contains("duplexing to B ended: the operator says so");
    assertThat(successor.taken).isEmpty();
    assertThat(successor.last()).isInstanceOf(Message.Abort.class);
    assertAllIsHere();
  }

  @ParameterizedTest(name = "too late at {0}")
  @EnumSource(
      value = Phase.class,
      names = {"PARTS_LEAVE", "SESSIONS_LEAVE", "RELAYING", "DONE"})
  void givenUpTooLateItGoesOn(Phase phase) throws Exception {
    when(
        phase,
        () -> {
          source.duplexer.abort("the operator says so");
          source.duplexer.duplex(2, "C");
          source.duplexer.switchOver(Source.ROUND, 99);
        });

    SourceRun run = source.begin();
    awaitOver(run);

    assertThat(source.outgoing.current()).isSameAs(run);
    assertThat(source.state()).isEqualTo(State.DONE);
    assertAllIsThere();
  }

  @ParameterizedTest(name = "taken back at {0}")
  @EnumSource(
      value = Phase.class,
      names = {
        "OFFERING",
        "COPYING",
        "IN_SYNC",
        "HOLDING",
        "PARTS_LEAVE",
        "SESSIONS_LEAVE",
        "RELAYING",
        "DONE",
        "GETTING_BACK"
      })
  void takenBackEverythingIsServedHere(Phase phase) throws Exception {
    when(
        phase,
        () -> {
          source.successorOut = true;
          source.duplexer.takeBack(Source.ROUND);
          source.duplexer.takeBack(Source.ROUND);
          source.duplexer.settle(Source.ROUND);
          source.duplexer.abort("late");
        });

    SourceRun run = source.begin();
    awaitOver(run);

    assertThat(source.duplexer.progress()).as("forgotten").isNull();
    assertThat(source.log).noneMatch(line -> line.contains("is lost with"));
    assertAllIsHere();
  }

  @ParameterizedTest(name = "settled at {0}: {1}")
  @CsvSource({
    "OFFERING, false",
    "IN_SYNC, false",
    "HOLDING, false",
    "PARTS_LEAVE, false",
    "SESSIONS_LEAVE, false",
    "RELAYING, false",
    "DONE, true"
  })
  void onlyWhatIsDoneIsSettled(Phase phase, boolean settled) throws Exception {
    when(phase, () -> source.duplexer.settle(Source.ROUND));

    awaitOver(source.begin());

    assertThat(source.container.sessions).isEmpty();
    assertThat(successor.taken).hasSize(3);
    assertThat(source.state()).isEqualTo(settled ? null : State.DONE);
    assertThat(source.servesRelayed("a")).as("its session is there").isFalse();
    assertThat(source.gate.enter(new FakeExchange())).as("without session").isEqualTo(!settled);
    assertThat(orders.paused).isEqualTo(!settled);
  }

  @Test
  void aPartThatIsRefusedEndsTheRoundAndAnEarlierOneComesBack() throws Exception {
    try (TwoServers servers = new TwoServers()) {
      servers.partsThere.add(new MemoryPart("orders", ""));
      MemoryPart stockThere = new MemoryPart("stock", "");
      stockThere.refuses = true;
      servers.partsThere.add(stockThere);
      MemoryPart stock = new MemoryPart("stock", "7 articles");
      Source real = new Source(servers::toB);
      servers.towardsA = (server, bytes) -> answer(real, bytes);
      real.parts.addAll(List.of(orders, stock));

      awaitOver(real.begin());

      assertThat(real.state()).isEqualTo(State.FAILED);
      assertThat(real.log)
          .contains(
              "duplexing to B ended: B does not take part stock: part stock: it is of another"
                  + " version");
      assertThat(orders.state).isEqualTo("3 orders");
      assertThat(orders.paused || stock.paused).isFalse();
      real.duplexer.abort("the roster says IN_SERVICE");
      assertThat(real.duplexer.progress()).isNull();
    }
  }

  /** Without this no request would ever be let in again: the gate is held until all is back. */
  @Test
  void whateverFailsWhileAPartIsGotBackIsTriedAgain() throws Exception {
    try (TwoServers servers = new TwoServers()) {
      servers.partsThere.add(new MemoryPart("orders", ""));
      MemoryPart stockThere = new MemoryPart("stock", "");
      stockThere.refuses = true;
      servers.partsThere.add(stockThere);
      Source real = new Source(servers::toB);
      servers.towardsA = (server, bytes) -> answer(real, bytes);
      real.parts.addAll(List.of(orders, new MemoryPart("stock", "7 articles")));
      real.container.sessions.put("a", "1");
      AtomicInteger looks = new AtomicInteger();
      real.looks =
          () -> {
            if (looks.incrementAndGet() <= 3) {
              throw new OutOfMemoryError("Java heap space");
            }
          };

      awaitOver(real.begin());

      assertThat(looks).hasValueGreaterThan(3);
      assertThat(real.state()).isEqualTo(State.FAILED);
      assertThat(orders.state).isEqualTo("3 orders");
      assertThat(orders.paused).isFalse();
      assertThat(real.servesRelayed("a")).as("the gate is open again").isTrue();
      assertThat(Suppressed.total()).isEqualTo(suppressed + 3);
      suppressed += 3;
    }
  }

  /** A thread that is not over would move the gate of a later round: none begins beside it. */
  @Test
  void aRoundWaitsForEachThreadBeforeItAndNotOnlyForTheLast() throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    List<Message> offers = new CopyOnWriteArrayList<>();
    successor.hears =
        message -> {
          if (message instanceof Message.Offer) {
            offers.add(message);
          } else if (message instanceof Message.Stage) {
            awaitQuietly(hangs);
          }
        };
    Source impatient =
        new Source(
            successor,
            new DuplexSettings(
                Duration.ofSeconds(2),
                Duration.ofMillis(50),
                Duration.ofSeconds(5),
                UnmovablePolicy.defaults()));
    impatient.container.sessions.put("a", "1");
    SourceRun first = impatient.duplex();
    await().until(() -> impatient.state() == State.COPYING);

    for (int round = 2; round <= 3; round++) {
      impatient.duplexer.abort("a person says so");
      impatient.duplexer.duplex(round, "B");
      SourceRun waiting = Objects.requireNonNull(impatient.outgoing.current());
      awaitOver(waiting);
      assertThat(waiting.progress().detail())
          .isEqualTo("the round before has not ended within 50 ms");
    }

    assertThat(offers).hasSize(1);
    hangs.countDown();
    awaitOver(first);
    impatient.duplexer.duplex(4, "B");
    await().until(() -> impatient.state() == State.IN_SYNC);
    assertThat(offers).hasSize(2);
    impatient.duplexer.abort("the test is over");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static CompletableFuture<byte[]> answer(Source real, byte[] bytes) {
    try {
      return CompletableFuture.completedFuture(real.desk.answer("B", bytes));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Test
  void aPartThatCannotBePausedEndsTheRoundBeforeAnythingHasLeft() throws Exception {
    orders.pausing =
        () -> {
          throw new NoClassDefFoundError("shop/Orders");
        };

    awaitOver(source.begin());

    assertThat(source.state()).isEqualTo(State.FAILED);
    assertThat(source.log)
        .anyMatch(l -> l.startsWith("duplexing to B ended: part orders cannot be paused: "))
        .anyMatch(l -> l.endsWith("shop/Orders"));
    assertThat(successor.taken).isEmpty();
    assertAllIsHere();
  }

  /** The successor dies before or after it has heard a message; a majority says that it is lost. */
  @ParameterizedTest(name = "at message {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void aSuccessorThatDiesTakesNothingAlong(int message) throws Exception {
    for (boolean afterwards : new boolean[] {false, true}) {
      HandoverTest one = new HandoverTest();
      one.crashAt = message;
      one.crashAfterwards = afterwards;
      one.prepare();

      one.survivesItsSuccessor();
    }
  }

  private void survivesItsSuccessor() throws InterruptedException {
    SourceRun run = source.begin();
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              if (source.successorOut) {
                source.duplexer.takeBack(Source.ROUND);
              }
              return source.duplexer.progress() == null || source.state() == State.DONE;
            });
    awaitOver(run);
    if (messages.get() < crashAt) {
      assertAllIsThere();
    } else {
      source.duplexer.takeBack(Source.ROUND);
      assertAllIsHere();
    }
  }

  /** This server dies when so many messages have arrived: the successor has what they said. */
  @ParameterizedTest(name = "after message {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatASourceHasSaidBeforeItDiesGoesOnAtTheSuccessor(int message) throws Exception {
    try (TwoServers servers = new TwoServers()) {
      MemoryPart ordersThere = new MemoryPart("orders", "");
      servers.partsThere.add(ordersThere);
      AtomicInteger heard = new AtomicInteger();
      servers.network =
          (m, delivery) ->
              heard.incrementAndGet() > message
                  ? CompletableFuture.failedFuture(new IOException("connection reset"))
                  : delivery.deliver();
      Source dying = new Source(servers::toB);
      dying.parts.add(orders);
      dying.container.sessions.putAll(source.container.sessions);
      SourceRun run = dying.begin();
      await().until(() -> heard.get() > message || dying.state() == State.DONE);
      dying.successorOut = true;
      await()
          .until(
              () -> {
                dying.duplexer.takeBack(Source.ROUND);
                return run.over().getCount() == 0;
              });

      servers.standing = SuccessorDesk.Standing.GONE;
      servers.desk.tick();

      // Offer, then two copies; from then on nothing of a session depends on the dead any more.
      Map<String, String> there = servers.there.sessions;
      assertThat(there).hasSize(Math.min(2, message - 1));
      assertThat(source.container.sessions).containsAllEntriesOf(there);
      assertThat(ordersThere.state).isEqualTo(message < 4 ? "" : "3 orders");
    }
  }
}
