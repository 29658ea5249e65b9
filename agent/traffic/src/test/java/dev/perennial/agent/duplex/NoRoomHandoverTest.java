package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** A whole hand-over to a successor that has no room for all sessions. */
@Timeout(60)
@Isolated("It counts the errors that this JVM has kept to itself.")
final class NoRoomHandoverTest {
  private static final int SESSIONS = 100;
  private static final int BYTES = 1000;

  /** Each session was not used for so many hours as its number says. */
  private static final long HOUR = 3_600_000;

  private final TwoServers servers = new TwoServers();
  private final Map<String, String> there = servers.there.sessions;
  private Source source = source(UnmovablePolicy.defaults());
  private Map<String, String> here = source.container.sessions;
  private final long suppressed = Suppressed.total();

  private Source source(UnmovablePolicy policy) {
    return new Source(
        servers::toB,
        new DuplexSettings(
            Duration.ofSeconds(2), Duration.ofMillis(100), Duration.ofSeconds(5), policy));
  }

  @BeforeEach
  void fill() {
    source.gate.check();
    for (int i = 0; i < SESSIONS; i++) {
      session("s" + i, i);
    }
    // A session takes twice as much heap as bytes on the way; the room is for some 29 of them.
    source.size = new StateSize(SESSIONS, BYTES, 0, 2L * SESSIONS * BYTES);
    servers.room = 84_000;
    source.mayLeaveSessions = true;
  }

  private void session(String id, long idleHours) {
    here.put(id, id + "x".repeat(BYTES - id.length()));
    source.container.idle.put(id, idleHours * HOUR);
  }

  @AfterEach
  void end() {
    servers.close();
    assertThat(Suppressed.total()).isEqualTo(suppressed);
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

  private static List<String> numbered(int from, int to) {
    List<String> ids = new ArrayList<>();
    for (int i = from; i < to; i++) {
      ids.add("s" + i);
    }
    return ids;
  }

  @Test
  void thoseUsedLastMoveAndTheRestIsNamedAtBothServersByNumberAndAge() throws Exception {
    SourceRun run = inSync();
    int copied = servers.there.staged.size();
    assertThat(copied).isBetween(20, 28);
    assertThat(source.log).anyMatch(l -> l.contains("B has no room for all of 100 sessions"));
    String before = (SESSIONS - copied) + " sessions, last used " + copied + " h to 4 d ago";
    assertThat(source.log).contains(before + ", stay behind: no room at B");

    switchOver(run);

    assertThat(source.state()).isEqualTo(State.DONE);
    // The reserve is filled in the end, nobody having begun a session meanwhile.
    int moved = there.size();
    assertThat(moved).isBetween(copied + 1, 29);
    assertThat(there.keySet()).containsExactlyInAnyOrderElementsOf(numbered(0, moved));
    String line =
        (SESSIONS - moved)
            + " sessions, last used "
            + moved
            + " h to 4 d ago, stay behind: no room"
            + " at B";
    assertThat(source.log).contains(line);
    assertThat(servers.log).contains("A: " + line);
    assertThat(source.withoutRoom).extracting(NoRoom::line).containsExactly(line);
    assertThat(source.left).isEmpty();
    assertThat(run.moved().sessions()).isEqualTo(moved);
    assertThat(run.moved().left()).isEqualTo(SESSIONS - moved);
    assertThat(run.place("s99")).isEqualTo(Place.ENDED);
  }

  @Test
  void aSessionThatBeginsOrIsUsedWhileInSyncHasAPlaceOfTheReserve() throws Exception {
    SourceRun run = inSync();
    session("fresh", 0);
    source.container.idle.put("s99", 0L);
    run.touched("fresh");
    run.touched("s99");

    switchOver(run);

    assertThat(there).containsKeys("fresh", "s99").doesNotContainKey("s98");
  }

  @Test
  void aServerThatCouldWaitLeavesNoneAndSaysWhy() throws Exception {
    source.mayLeaveSessions = false;

    SourceRun run = source.duplex();

    assertThat(run.over().await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(run.progress().state()).isEqualTo(State.FAILED);
    assertThat(run.progress().detail())
        .startsWith("B has no room for all of 100 sessions, 0.1 MiB of state: 0.1 MiB of heap")
        .endsWith("so that it leaves none behind");
    assertThat(here).hasSize(SESSIONS);
    assertThat(servers.there.staged).isEmpty();
  }

  @Test
  void anOperatorWhoAllowsNoneIsObeyed() throws Exception {
    source = source(new UnmovablePolicy(true, 0.5));
    here = source.container.sessions;
    fill();

    SourceRun run = source.duplex();

    assertThat(run.over().await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(run.progress().state()).isEqualTo(State.FAILED);
    assertThat(run.progress().detail()).endsWith("perennial.unmovable=veto allows to leave none");
    assertThat(here).hasSize(SESSIONS);
  }

  /** Until the switch-over begins, giving up is free: also for those that were to stay behind. */
  @Test
  void whatHasNoPlaceIsServedHereAsBeforeIfTheRoundIsGivenUp() throws Exception {
    SourceRun run = inSync();

    source.duplexer.abort("not now");

    assertThat(run.over().await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(here).hasSize(SESSIONS);
    assertThat(source.servesRelayed("s99")).isTrue();
    assertThat(there).isEmpty();
  }

  /** What it left behind is nobody's: an older copy that were served again would be a lie. */
  @Test
  void whatWasLeftBehindIsNotServedFromACopy() throws Exception {
    SourceRun run = inSync();
    switchOver(run);
    servers.standing = SuccessorDesk.Standing.GONE;
    servers.desk.tick();

    assertThat(there).doesNotContainKey("s99");
    assertThat(source.whoHas("s99").where()).isEqualTo(Message.Where.NOT_KNOWN);
    assertThat(servers.desk.isKept(ItemId.session("s99"))).isFalse();
  }
}
