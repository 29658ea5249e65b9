package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.history.Footprint;
import dev.perennial.agent.history.RejuvenationHistory;
import dev.perennial.agent.log.Audit;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(90));

  @TempDir Path directory;
  private RejuvenationHistory history;
  private Chronicle chronicle;

  @BeforeEach
  void open() {
    Log log = Log.toStream(CLOCK, new PrintStream(new ByteArrayOutputStream(), true));
    history = RejuvenationHistory.open(directory.resolve("history.txt"), problem -> {});
    chronicle =
        new Chronicle(
            history, Audit.open(directory, CLOCK, log), CLOCK, () -> new Footprint(11, 22));
  }

  @Test
  void theReasonOfTheRoundIsThatOfItsBeginning() throws Exception {
    go(Stage.IN_SERVICE, 4, "has joined");
    go(Stage.DUPLEXING, 5, "heap is full in 3 h");
    go(Stage.REJUVENATING, 5, "has the signal");

    ServerEntry now = entry(Stage.REJUVENATING, 5, "has the signal");
    assertThat(chronicle.reason(now)).isEqualTo("heap is full in 3 h");
    assertThat(chronicle.begun(now)).isEqualTo(Instant.ofEpochMilli(5000));
    assertThat(Files.readString(directory.resolve("audit.log")))
        .contains("s1 to DUPLEXING, PRIMARY\theap is full in 3 h");
  }

  @Test
  void anAttemptThatWasGivenUpIsPartOfTheHistory() {
    go(Stage.DUPLEXING, 5, "heap is full in 3 h");
    go(Stage.IN_SERVICE, 5, "the successor refuses");
    go(Stage.IN_SERVICE, 5, "the successor refuses");

    assertThat(history.all())
        .singleElement()
        .extracting(PastRejuvenation::outcome, PastRejuvenation::reason, PastRejuvenation::round)
        .containsExactly("given up: the successor refuses", "heap is full in 3 h", 5L);
  }

  @Test
  void theNewLifeCompletesTheHistoryWhenItIsInService() {
    history.begin(
        new PastRejuvenation(
            5,
            Instant.EPOCH,
            Instant.EPOCH,
            "restarting",
            "r",
            "s2",
            PastRejuvenation.Moving.NONE,
            4,
            5,
            6,
            -1,
            8,
            -1,
            1,
            -1,
            null));

    go(Stage.RETURNING, 5, "has come back");
    assertThat(history.all()).isEmpty();
    go(Stage.IN_SERVICE, 5, "is healthy and warm");

    assertThat(history.all())
        .singleElement()
        .extracting(
            PastRejuvenation::outcome,
            PastRejuvenation::heapAfter,
            PastRejuvenation::rssAfter,
            PastRejuvenation::ended)
        .containsExactly("rejuvenated", 11L, 22L, Instant.ofEpochSecond(90));
  }

  private void go(Stage stage, long round, String reason) {
    chronicle.changed(entry(stage, round, reason), Roster.empty(Mode.ACTIVE_STANDBY));
  }

  private static ServerEntry entry(Stage stage, long round, String reason) {
    return new ServerEntry("s1", 1, Role.PRIMARY, stage, null, round, 0, reason, 5000, true);
  }
}
