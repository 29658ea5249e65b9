package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.gate.FakeExchange;
import dev.perennial.agent.gate.Forwarder;
import dev.perennial.agent.link.MessageCodec;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole hand-over in which some sessions fail: they stop nothing, and are named. */
@Timeout(60)
final class OddSessionsTest {
  private final TwoServers servers = new TwoServers();
  private final Map<String, String> there = servers.there.sessions;
  private Source source = source(UnmovablePolicy.defaults());
  private Map<String, String> here = source.container.sessions;

  private Source source(UnmovablePolicy policy) {
    return source(policy, Duration.ofMillis(100));
  }

  private Source source(UnmovablePolicy policy, Duration drainLimit) {
    Source made =
        new Source(
            servers::toB,
            new DuplexSettings(Duration.ofSeconds(2), drainLimit, Duration.ofSeconds(5), policy));
    servers.towardsA = (server, bytes) -> answer(made, bytes);
    return made;
  }

  private static CompletableFuture<byte[]> answer(Source of, byte[] bytes) {
    try {
      Envelope envelope = MessageCodec.decode(bytes);
      Optional<Message> answer =
          of.outgoing.transfer(envelope).flatMap(transfer -> transfer.receive(envelope));
      return CompletableFuture.completedFuture(
          answer.map(m -> MessageCodec.encode(envelope.answer(m))).orElse(new byte[0]));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void policy(UnmovablePolicy policy, Duration drainLimit) {
    source = source(policy, drainLimit);
    here = source.container.sessions;
  }

  @BeforeEach
  void prepare() {
    source.gate.check();
  }

  @AfterEach
  void end() {
    servers.close();
  }

  private void sessions(int count) {
    for (int i = 0; i < count; i++) {
      here.put("s" + i, "state " + i);
    }
  }

  private static void awaitOver(SourceRun run) throws InterruptedException {
    assertThat(run.over().await(30, TimeUnit.SECONDS)).as("its thread has ended").isTrue();
  }

  private SourceRun inSync() {
    SourceRun run = source.duplex();
    await().until(() -> source.state() == State.IN_SYNC);
    return run;
  }

  private void switchOver(SourceRun run) throws InterruptedException {
    source.duplexer.switchOver(Source.ROUND, Source.EPOCH);
    awaitOver(run);
  }

  @Test
  void aSessionThatCannotBeWrittenStaysAndIsNamedAtBothServers() throws Exception {
    sessions(20);
    source.container.capturing.put("s7", new NoClassDefFoundError("com/shop/Cart"));
    SourceRun run = inSync();

    switchOver(run);

    assertThat(source.state()).isEqualTo(State.DONE);
    assertThat(there).hasSize(19).doesNotContainKey("s7");
    assertThat(source.left).hasSize(1);
    assertThat(source.left.get(0).line())
        .startsWith("session s7... stays behind: ")
        .contains("com/shop/Cart");
    assertThat(source.log).contains(source.left.get(0).line());
    assertThat(servers.log).contains("A: " + source.left.get(0).line());
    assertThat(run.moved().left()).isEqualTo(1);
  }

  /** The older copy that is ready there must never be served: that would lose what was said. */
  @Test
  void aSessionThatFailsFromTheSwitchOnIsNotServedFromItsOlderCopy() throws Exception {
    sessions(20);
    SourceRun run = inSync();
    await().until(() -> servers.desk.isKept(ItemId.session("s7")));
    here.put("s7", "a later state");
    source.container.capturing.put("s7", new StackOverflowError());

    switchOver(run);

    assertThat(source.state()).isEqualTo(State.DONE);
    assertThat(run.place("s7")).isEqualTo(Place.ENDED);
    servers.standing = SuccessorDesk.Standing.GONE;
    servers.desk.tick();
    assertThat(there).hasSize(19).doesNotContainKey("s7");
  }

  @Test
  void anAttributeThatARequestLeftAtTheSwitchCostsThatAttributeAlone() throws Exception {
    sessions(20);
    SourceRun run = inSync();
    servers.there.unreadableAttributes.add("trap");
    here.put("s7", "good trap");

    switchOver(run);

    assertThat(source.state()).isEqualTo(State.DONE);
    assertThat(there).hasSize(20).containsEntry("s7", "good ");
    assertThat(source.left).extracting(Unmoved::attribute).containsExactly("trap");
  }

  @Test
  void tooManyThatCannotMoveAreAVetoBeforeAnythingHasLeft() throws Exception {
    sessions(20);
    source.container.capturing.put("s7", new IllegalStateException("a bug"));
    servers.there.unreadable.add("s8");

    SourceRun run = source.begin();
    awaitOver(run);

    assertThat(source.state()).isEqualTo(State.FAILED);
    assertThat(run.progress().detail())
        .startsWith("2 of 20 sessions cannot move")
        .contains("perennial.unmovable.max=0.01 allows 1", "session s7...", "session s8...");
    assertThat(here).hasSize(20);
    assertThat(there).isEmpty();
  }

  @Test
  void oneIsAVetoWhereTheOperatorSaysSo() throws Exception {
    policy(new UnmovablePolicy(true, 0.5), Duration.ofMillis(100));
    sessions(20);
    servers.there.unreadableAttributes.add("state 7");

    SourceRun run = source.begin();
    awaitOver(run);

    assertThat(source.state()).isEqualTo(State.FAILED);
    assertThat(run.progress().detail()).contains("perennial.unmovable=veto allows none", "s7...");
    assertThat(here).hasSize(20);
  }

  /** As when the application there stops after all was in sync. */
  @Test
  void whereMostFailAfterTheSwitchBeganEverythingComesBack() throws Exception {
    sessions(20);
    SourceRun run = inSync();
    for (int i = 5; i < 20; i++) {
      servers.there.unreadable.add("s" + i);
      servers.there.publishing.put("s" + i, new IllegalStateException("the application stops"));
    }

    switchOver(run);

    assertThat(source.state()).isEqualTo(State.FAILED);
    assertThat(run.progress().detail()).contains("of 20 sessions cannot move");
    assertThat(there).isEmpty();
    assertThat(here).hasSize(20).containsEntry("s3", "state 3").containsEntry("s9", "state 9");
    source.from = Forwarder.Source.CLIENT;
    FakeExchange exchange = new FakeExchange("s9");
    assertThat(source.gate.enter(exchange)).as("answered elsewhere").isFalse();
    source.gate.exit(exchange);
  }

  /** Such as a stream of events, or an upload that sends a byte each five seconds. */
  @Test
  void aRequestThatNeverEndsDelaysNothingAndIsCutOffAtTheDrainLimit() throws Exception {
    sessions(20);
    FakeExchange endless = new FakeExchange("s7");
    source.from = Forwarder.Source.CLIENT;
    assertThat(source.gate.enter(endless)).isFalse();

    SourceRun run = inSync();
    assertThat(endless.aborted).isFalse();
    switchOver(run);

    assertThat(source.state()).isEqualTo(State.DONE);
    assertThat(endless.aborted).isTrue();
    assertThat(there).hasSize(20);
    assertThat(source.log).contains("cut 1 requests off at perennial.drain.limit");
  }

  /** Such as a long poll: the application is told, and ends the answer as it does at a timeout. */
  @Test
  void anAsynchronousRequestTimesOutShortlyBeforeTheDrainLimitAndIsNotCutOff() throws Exception {
    policy(UnmovablePolicy.defaults(), Duration.ofSeconds(10));
    source.gate.check();
    sessions(20);
    FakeExchange poll = new FakeExchange("s7");
    List<String> told = new CopyOnWriteArrayList<>();
    poll.onTimeout =
        () -> {
          told.add("time is over, " + there.size() + " sessions have left");
          source.gate.finishing(poll);
          source.gate.exit(poll);
        };
    source.from = Forwarder.Source.CLIENT;
    assertThat(source.gate.enter(poll)).isFalse();

    SourceRun run = inSync();
    assertThat(told).isEmpty();
    switchOver(run);

    assertThat(source.state()).isEqualTo(State.DONE);
    assertThat(told).containsExactly("time is over, 19 sessions have left");
    assertThat(poll.aborted).isFalse();
    assertThat(there).hasSize(20);
  }

  /** What it writes before its end would be lost. */
  @Test
  void theSessionOfARequestThatBeganBeforeTheRoundLeavesWhenThatIsOver() throws Exception {
    policy(UnmovablePolicy.defaults(), Duration.ofSeconds(60));
    source.gate.check();
    sessions(20);
    FakeExchange slow = new FakeExchange("s7");
    source.from = Forwarder.Source.CLIENT;
    assertThat(source.gate.enter(slow)).isFalse();
    SourceRun run = inSync();
    source.duplexer.switchOver(Source.ROUND, Source.EPOCH);
    await().until(() -> there.size() == 19);
    assertThat(run.place("s7")).isEqualTo(Place.HERE);

    here.put("s7", "written by the slow request");
    source.outgoing.touched("s7");
    source.gate.finishing(slow);
    source.gate.exit(slow);
    awaitOver(run);

    assertThat(there).containsEntry("s7", "written by the slow request");
    assertThat(slow.aborted).isFalse();
  }

  @Test
  void whatARequestWaitsForLeavesFirst() throws Exception {
    sessions(2_000);
    SourceRun run = inSync();
    java.util.List<ItemId> taken = new java.util.concurrent.CopyOnWriteArrayList<>();
    servers.network =
        (message, delivery) -> {
          if (message instanceof Message.Take take) {
            taken.add(take.id());
            if (taken.size() == 50) {
              run.want("s999");
            }
          }
          return delivery.deliver();
        };

    switchOver(run);

    assertThat(taken.indexOf(ItemId.session("s999"))).isBetween(50, 70);
    assertThat(there).hasSize(2_000);
  }
}
