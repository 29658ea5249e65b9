package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When an application is told that a session leaves, or that it stays after all. */
@Timeout(60)
@Isolated("It counts the errors that this JVM has kept to itself.")
final class PassivationTest {
  private final FakeSuccessor successor = new FakeSuccessor();
  private final Source source = new Source(successor);
  private long suppressed;

  @BeforeEach
  void prepare() {
    suppressed = Suppressed.total();
    source.container.sessions.putAll(Map.of("a", "1", "b", "2"));
    source.container.listening.add("a");
    source.gate.check();
  }

  @AfterEach
  void noErrorWasSuppressed() {
    assertThat(Suppressed.total()).isEqualTo(suppressed);
  }

  private SourceRun inSync() {
    SourceRun run = source.duplex();
    await().until(() -> source.state() == State.IN_SYNC);
    return run;
  }

  private static void awaitOver(SourceRun run) throws InterruptedException {
    assertThat(run.over().await(30, TimeUnit.SECONDS)).as("its thread has ended").isTrue();
  }

  @Test
  void whatSavesItselfDoesSoBeforeItsLastCaptureAlone() throws Exception {
    SourceRun run = inSync();
    source.container.sessions.put("a", "3");
    source.outgoing.touched("a");
    await().until(() -> source.duplexer.progress().sessionsSent() >= 3);
    assertThat(source.container.told).as("while it is served here").isEmpty();

    source.duplexer.switchOver(Source.ROUND, Source.EPOCH);
    awaitOver(run);

    assertThat(source.container.told).containsExactly("passivate a");
    assertThat(successor.states)
        .containsOnly(
            Map.entry(ItemId.session("a"), "3(saved)"), Map.entry(ItemId.session("b"), "2"));
  }

  @Test
  void whatTheSuccessorRefusesAtFirstIsToldOnce() throws Exception {
    successor.refused.add(ItemId.session("a"));
    AtomicInteger takes = new AtomicInteger();
    successor.hears =
        message -> {
          boolean ofA = message instanceof Message.Take take && take.id().name().equals("a");
          if (ofA && takes.incrementAndGet() == 5) {
            successor.refused.clear();
          }
        };
    SourceRun run = inSync();
    source.duplexer.switchOver(Source.ROUND, Source.EPOCH);
    awaitOver(run);

    assertThat(source.container.told).containsExactly("passivate a");
    assertThat(successor.states).containsEntry(ItemId.session("a"), "1(saved)");
  }

  /** What the source keeps of what has left is as it was before. */
  @Test
  void whatIsTakenBackGoesOnHere() throws Exception {
    SourceRun run = inSync();
    source.duplexer.switchOver(Source.ROUND, Source.EPOCH);
    awaitOver(run);

    source.successorOut = true;
    source.duplexer.takeBack(Source.ROUND);

    assertThat(source.container.told).containsExactly("passivate a", "activate a");
    assertThat(source.container.sessions).containsOnly(Map.entry("a", "1"), Map.entry("b", "2"));
  }

  @ParameterizedTest(name = "with the session {0} on its way")
  @ValueSource(strings = {"a", "b"})
  void whatHasNotLeftWhenAllIsTakenBackGoesOnHere(String leaving) throws Exception {
    successor.refused.add(ItemId.session("a"));
    successor.hears =
        message -> {
          if (message instanceof Message.Take take && take.id().name().equals(leaving)) {
            source.successorOut = true;
            source.duplexer.takeBack(Source.ROUND);
          }
        };
    SourceRun run = inSync();
    source.duplexer.switchOver(Source.ROUND, Source.EPOCH);
    awaitOver(run);

    assertThat(source.container.told.size() % 2).as(source.container.told.toString()).isZero();
    assertThat(source.container.sessions).containsOnly(Map.entry("a", "1"), Map.entry("b", "2"));
    assertThat(source.servesRelayed("a")).isTrue();
  }

  @Test
  void aRoundThatIsGivenUpBeforeSessionsLeaveTellsNobody() throws Exception {
    MemoryPart orders = new MemoryPart("orders", "3 orders");
    source.parts.add(orders);
    successor.refused.add(ItemId.part("orders"));
    SourceRun run = inSync();
    source.duplexer.switchOver(Source.ROUND, Source.EPOCH);
    awaitOver(run);

    assertThat(source.state()).isEqualTo(State.FAILED);
    assertThat(source.container.told).isEmpty();
  }
}
