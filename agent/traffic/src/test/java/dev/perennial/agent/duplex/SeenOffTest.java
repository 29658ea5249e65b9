package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.coordinator.roster.Report.Duplexing.State;
import dev.perennial.coordinator.transfer.ItemId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When clients are asked to come back elsewhere, and when they may stay after all. */
@Timeout(60)
final class SeenOffTest {
  private final FakeSuccessor successor = new FakeSuccessor();
  private final Source source = new Source(successor);
  private final List<String> clients = source.container.clients;

  @BeforeEach
  void prepare() {
    source.container.sessions.putAll(Map.of("a", "1", "b", "2"));
    source.gate.check();
  }

  private SourceRun inSync() {
    SourceRun run = source.duplex();
    await().until(() -> source.state() == State.IN_SYNC);
    return run;
  }

  private void switchOver(SourceRun run) throws InterruptedException {
    source.duplexer.switchOver(Source.ROUND, Source.EPOCH);
    assertThat(run.over().await(30, TimeUnit.SECONDS)).as("its thread has ended").isTrue();
  }

  @Test
  void fromTheMomentThatSessionsLeaveAndNotBefore() throws Exception {
    SourceRun run = inSync();
    List<List<String>> atTheFirstTake = new CopyOnWriteArrayList<>();
    successor.hears = message -> atTheFirstTake.add(List.copyOf(clients));
    assertThat(clients).as("while it is only copied").isEmpty();

    switchOver(run);

    assertThat(clients).containsExactly("seen off within PT2S");
    assertThat(atTheFirstTake.get(atTheFirstTake.size() - 1)).isEqualTo(clients);
  }

  @Test
  void whatIsTakenBackLetsThemStay() throws Exception {
    switchOver(inSync());
    source.successorOut = true;

    source.duplexer.takeBack(Source.ROUND);

    assertThat(clients).containsExactly("seen off within PT2S", "may stay");
  }

  @Test
  void aRoundThatIsGivenUpBeforeTellsThemNothing() throws Exception {
    source.parts.add(new MemoryPart("orders", "3 orders"));
    successor.refused.add(ItemId.part("orders"));

    switchOver(inSync());

    assertThat(source.state()).isEqualTo(State.FAILED);
    assertThat(clients).isEmpty();
  }
}
