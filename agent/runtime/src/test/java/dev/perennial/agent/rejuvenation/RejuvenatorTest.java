package dev.perennial.agent.rejuvenation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.clean.BufferCleaner;
import dev.perennial.agent.clean.CleanSettings;
import dev.perennial.agent.clean.FileCleaner;
import dev.perennial.agent.clean.MemoryCleaner;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.MemoryContainer;
import dev.perennial.agent.container.StartFile;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.duplex.Duplexer;
import dev.perennial.agent.duplex.Moved;
import dev.perennial.agent.evidence.Aging;
import dev.perennial.agent.evidence.DiagnosticCommands;
import dev.perennial.agent.evidence.EvidenceCollector;
import dev.perennial.agent.evidence.EvidenceSettings;
import dev.perennial.agent.gate.HeldTimes;
import dev.perennial.agent.history.Footprint;
import dev.perennial.agent.history.RejuvenationHistory;
import dev.perennial.agent.log.Audit;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.restart.RestartInPlace;
import dev.perennial.agent.restart.RestartStrategy;
import dev.perennial.agent.server.Chronicle;
import dev.perennial.agent.server.ClusterMember;
import dev.perennial.agent.server.HandoverFile;
import dev.perennial.agent.server.LastLook;
import dev.perennial.agent.server.NextLife;
import dev.perennial.agent.status.HeldRequests;
import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a rejuvenation is given up on its way; what succeeds ends the process, see the demo. */
class RejuvenatorTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final ServerEntry SELF =
      new ServerEntry("a", 3, Role.PRIMARY, Stage.REJUVENATING, "b", 7, 0, "unstable", 1, false);
  private static final ServerEntry SPARE =
      new ServerEntry("a", 3, Role.SPARE, Stage.REJUVENATING, null, 7, 0, "unstable", 1, false);
  private static final Roster ROSTER =
      new Roster(9, Mode.ACTIVE_STANDBY, List.of(SELF), Set.of(), List.of(), "");

  @TempDir Path directory;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Log log = Log.toStream(CLOCK, new PrintStream(said, true, StandardCharsets.UTF_8));
  private final List<String> calls = new ArrayList<>();
  private final Containers containers = new Containers();
  private Optional<RestartInPlace> restart = Optional.empty();
  private RejuvenationHistory history;
  private ClusterMember member;
  private Rejuvenator rejuvenator;
  private Thread thread;
  private String unconfirmed = "";
  private boolean acceptsChanges;
  private List<StartFile> startFiles = List.of();
  private Task atQuiesce = () -> {};

  /** What may happen meanwhile. */
  private interface Task {
    void run() throws IOException;
  }

  @BeforeEach
  void make() {
    containers.add(recorded(new MemoryContainer()));
    HandoverFile noteFile = new HandoverFile(directory, log);
    history = RejuvenationHistory.open(directory.resolve("history.txt"), log::warn);
    Audit audit = Audit.open(directory, CLOCK, log);
    member = new ClusterMember(Runnable::run, log);
    rejuvenator =
        new Rejuvenator(
            new PreparedRestart(
                () -> restart,
                noteFile.path(),
                null,
                new StartFileWatch(() -> startFiles, ZoneOffset.UTC),
                () -> acceptsChanges),
            ladder(),
            new Departures(containers, true, Duration.ofSeconds(1), log),
            noteFile,
            new NextLife(member, new LastLook(member, new Confirming()), CLOCK),
            new Account(
                history,
                audit,
                new Chronicle(history, audit, CLOCK, Footprint::now),
                () -> new Moved(7, "b", 12, 3_456, 78, 2, List.of("one session"), new HeldTimes()),
                CLOCK),
            new LentThread(task -> thread = new Thread(task, "perennial-rejuvenate")),
            log);
  }

  @Test
  void aRestartThatIsNotPreparedIsGivenUp() throws Exception {
    assertThat(rejuvenator.obstacle()).isEqualTo("this server is not ready to restart yet");

    rejuvenate();

    assertGivenUp("this server is not ready to restart yet");
    assertThat(calls).isEmpty();
  }

  @Test
  void whatForbidsTheRestartIsFoundBeforeTheSteps() throws Exception {
    restart = Optional.of(Restarts.of(RestartStrategy.NONE));
    assertThat(rejuvenator.obstacle()).isEqualTo("perennial.restart=none");

    rejuvenate();

    assertGivenUp("is held: perennial.restart=none");
    assertThat(said()).doesNotContain("rejuvenation, step");
    assertThat(calls).isEmpty();
  }

  @Test
  void whereTheNoteCannotBeWrittenNothingIsRestarted() throws Exception {
    restart = Optional.of(Restarts.of(RestartStrategy.EXIT));
    assertThat(rejuvenator.obstacle()).isEmpty();
    Files.createDirectories(directory.resolve("handover.note/in the way"));

    rejuvenate();

    assertGivenUp("failed before the restart: ");
    assertThat(said())
        .contains("rejuvenation, step EVIDENCE")
        .contains("rejuvenation, step MEMORY");
    assertThat(calls).isEmpty();
  }

  /** Until its last moment this process has a copy of everything. */
  @Test
  void withoutItsSuccessorItDoesNotEnd() throws Exception {
    RestartInPlace prepared = Restarts.of(RestartStrategy.EXIT);
    restart = Optional.of(prepared);
    unconfirmed = "b does not confirm that it has what was handed over: connection refused";

    rejuvenate();

    assertGivenUp("is held: " + unconfirmed);
    assertThat(calls).containsExactly("quiesce", "resume");
    // Or the process would end with the next exit, whoever calls it.
    prepared.armExit();
    prepared.disarm();
  }

  @Test
  void whatChangesWhileClientsGoIsSeenBeforeThereIsNoWayBack() throws Exception {
    restart = Optional.of(Restarts.of(RestartStrategy.EXIT));
    Path war = Files.writeString(directory.resolve("shop.war"), "1");
    startFiles = List.of(new StartFile(StartFile.Kind.APPLICATION, "/shop", war, 0));
    assertThat(rejuvenator.obstacle(false)).isEmpty();
    atQuiesce = () -> Files.delete(war);

    rejuvenate();

    assertGivenUp("is held: a restart would deploy another version of /shop: shop.war is gone");
    assertThat(calls).containsExactly("quiesce", "resume");
    assertThat(rejuvenator.obstacle(false)).contains("shop.war is gone");
    assertThat(rejuvenator.obstacle(true)).isEmpty();
  }

  @Test
  void aDepartureThatDoesNotEndInARestartIsUndone() throws Exception {
    RestartInPlace armed = Restarts.of(RestartStrategy.EXIT);
    armed.armExit();
    try {
      restart = Optional.of(armed);

      rejuvenate(SPARE);

      assertGivenUp("a restart is armed already");
      assertThat(calls).containsExactly("quiesce", "resume");
      assertThat(directory.resolve("handover.note")).exists();
    } finally {
      armed.disarm();
    }
  }

  @Test
  void theHistoryTellsWhatWasMovedAndCleanedBefore() throws Exception {
    restart = Optional.of(Restarts.of(RestartStrategy.NONE));

    rejuvenate();

    PastRejuvenation past = history.all().get(0);
    assertThat(past.outcome()).isEqualTo("is held: perennial.restart=none");
    assertThat(past.round()).isEqualTo(7);
    assertThat(past.reason()).isEqualTo("unstable");
    assertThat(past.successor()).isEqualTo("b");
    assertThat(past.moved())
        .isEqualTo(
            new PastRejuvenation.Moving(
                12, 3_456, 78, 2, List.of("one session"), HeldRequests.Summary.NONE));
    assertThat(past.heapBefore()).isPositive();
  }

  private void rejuvenate() throws InterruptedException {
    rejuvenate(SELF);
  }

  private void rejuvenate(ServerEntry self) throws InterruptedException {
    rejuvenator.begin(self, ROSTER);
    thread.join(TimeUnit.SECONDS.toMillis(60));
    assertThat(thread.isAlive()).isFalse();
  }

  private void assertGivenUp(String outcome) {
    assertThat(rejuvenator.givenUp(7)).isNotNull();
    assertThat(rejuvenator.givenUp(7).reason()).contains(outcome);
    assertThat(rejuvenator.givenUp(7).confirmed()).isEqualTo(unconfirmed.isEmpty());
    assertThat(rejuvenator.givenUp(6)).isNull();
    assertThat(rejuvenator.isRestarting()).isFalse();
    assertThat(member.hasLeft()).isFalse();
    assertThat(said()).contains(outcome).contains("this server stays");
    assertThat(directory.resolve("audit.log"))
        .content()
        .contains("rejuvenation 7 of a")
        .contains("begins: unstable")
        .contains(outcome);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private CleaningLadder ladder() {
    DiagnosticCommands commands = new DiagnosticCommands();
    return new CleaningLadder(
        new EvidenceCollector(
            new EvidenceSettings(
                directory.resolve("evidence"),
                1,
                10_000_000,
                Duration.ofSeconds(20),
                10,
                EvidenceSettings.HeapDump.NONE,
                false),
            commands,
            CLOCK),
        new FileCleaner(
            new CleanSettings(List.of(), List.of(), Duration.ofHours(1), Duration.ofSeconds(20)),
            () -> 0,
            CLOCK),
        new BufferCleaner(List::of, commands),
        new MemoryCleaner(commands),
        reason -> new Aging("a", reason, Instant.EPOCH, List.of(), List.of(), ""),
        new CleaningLadder.Limit(Duration.ofSeconds(30), name -> task -> new Thread(task, name)),
        log);
  }

  /** Has handed over to a successor that answers as a test says. */
  private final class Confirming implements Duplexer {
    @Override
    public void duplex(long round, String successor) {}

    @Override
    public void switchOver(long round, long epoch) {}

    @Override
    public void abort(String reason) {}

    @Override
    public void takeBack(long round) {}

    @Override
    public void settle(long round) {}

    @Override
    public String unconfirmed(long round) {
      return unconfirmed;
    }

    @Override
    public Report.@Nullable Duplexing progress() {
      return null;
    }
  }

  /** Notes when connectors come to rest, and when they go on. */
  private Container recorded(Container container) {
    return (Container)
        Proxy.newProxyInstance(
            RejuvenatorTest.class.getClassLoader(),
            new Class<?>[] {Container.class},
            (proxy, method, args) -> {
              if (method.getName().equals("quiesce") || method.getName().equals("resume")) {
                calls.add(method.getName());
              }
              if (method.getName().equals("quiesce")) {
                atQuiesce.run();
              }
              try {
                return method.invoke(container, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
