package dev.perennial.agent.boot;

import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.duplex.Moved;
import dev.perennial.agent.history.Footprint;
import dev.perennial.agent.history.RejuvenationHistory;
import dev.perennial.agent.log.Audit;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.restart.HandoverNote;
import dev.perennial.agent.restart.MemoryReserve;
import dev.perennial.agent.restart.RestartAbility;
import dev.perennial.agent.restart.RestartInPlace;
import dev.perennial.agent.restart.Veto;
import dev.perennial.agent.server.Rejuvenation;
import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.coordinator.rejuvenation.Step;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the rejuvenation signal: the gentle steps, then the restart. Whatever can forbid the
 * restart is asked before; what fails before it leaves the server relaying as it did.
 */
final class Rejuvenator implements Rejuvenation {
  private final Parts parts;
  private final Log log;
  private final LentThread thread = new LentThread(AgentThreads.daemon("perennial-rejuvenate"));

  private final MemoryReserve memory = new MemoryReserve(Runtime.getRuntime().maxMemory());
  private volatile boolean restarting;
  private volatile @Nullable GivenUp givenUp;

  private record GivenUp(long round, String reason) {}

  /**
   * What it works with.
   *
   * @param restart as prepared; throws IllegalStateException while it is not
   * @param leaveCluster in order and bounded
   * @param note what the next life is told
   * @param moved by the round that led here; null if nothing was
   * @param directory of this server's files
   * @param noteFile where the note is kept
   * @param drainLimit for the clients' connections
   * @param keepSockets whether listening sockets live on over the restart, or refuse from then on
   * @param agentOption for a JVM that the agent was attached to; null otherwise
   */
  record Parts(
      Containers containers,
      Supplier<RestartInPlace> restart,
      CleaningLadder ladder,
      Runnable leaveCluster,
      BiFunction<ServerEntry, Roster, HandoverNote> note,
      Chronicle chronicle,
      RejuvenationHistory history,
      Supplier<@Nullable Moved> moved,
      Path directory,
      HandoverFile noteFile,
      Duration drainLimit,
      boolean keepSockets,
      @Nullable String agentOption,
      Audit audit,
      Log log,
      InstantSource clock) {}

  Rejuvenator(Parts parts) {
    this.parts = parts;
    this.log = parts.log();
    memory.take();
  }

  @Override
  public boolean isRestarting() {
    return restarting;
  }

  @Override
  public void begin(ServerEntry self, Roster roster) {
    thread.execute(() -> run(self, roster));
  }

  @Override
  public void lendThread() {
    thread.lend();
  }

  @Override
  public void refuseClients() throws InterruptedException {
    try {
      Departure.of(parts.containers(), parts.restart().get(), false, log)
          .quiesce(parts.drainLimit());
    } catch (IOException | RuntimeException | LinkageError e) {
      log.warn("stop", "connections are refused only by the container's own stop", e);
    }
  }

  @Override
  public String obstacle() {
    try {
      return obstacle(parts.restart().get());
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  public @Nullable String givenUp(long round) {
    GivenUp last = givenUp;
    return last != null && last.round() == round ? last.reason() : null;
  }

  private void run(ServerEntry self, Roster roster) {
    String what = "rejuvenation " + self.round() + " of " + self.name();
    parts.audit().record("roster epoch " + roster.epoch(), what, "begins: " + self.reason());
    try {
      rejuvenate(what, self, roster);
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      failed(self, what, "failed before the restart: " + e, e);
    } catch (InterruptedException e) {
      failed(self, what, "interrupted before the restart", e);
      Thread.currentThread().interrupt();
    }
  }

  private void failed(ServerEntry self, String what, String outcome, @Nullable Throwable cause) {
    restarting = false;
    log.error("rejuvenation", what + " " + outcome + "; this server stays", cause);
    parts.audit().record("this server", what, outcome);
    var unused = parts.history().finish(now(), outcome, Footprint.now(), pid());
    givenUp = new GivenUp(self.round(), outcome);
    memory.take();
  }

  private void rejuvenate(String what, ServerEntry self, Roster roster)
      throws IOException, InterruptedException {
    memory.release();
    RestartInPlace inPlace = parts.restart().get();
    Footprint before = Footprint.now();
    parts.history().begin(entry(self, before, null));
    String obstacle = obstacle(inPlace);
    if (!obstacle.isEmpty()) {
      failed(self, what, "is held: " + obstacle, null);
      return;
    }
    parts.history().begin(entry(self, before, climb(self)));
    // The steps have taken their time: a jar may have been replaced meanwhile.
    List<Veto> vetoes = inPlace.check();
    if (!obstacle(vetoes).isEmpty()) {
      failed(self, what, "is held: " + obstacle(vetoes), null);
      return;
    }
    restart(self, roster, inPlace, vetoes);
  }

  /** Where there is no memory left for evidence and cleaning, the restart is all that helps. */
  private CleaningLadder.@Nullable Climb climb(ServerEntry self) throws InterruptedException {
    try {
      return parts.ladder().climb(parts.chronicle().reason(self));
    } catch (OutOfMemoryError e) {
      Suppressed.count(e, "ladder");
      log.warn("ladder", "no memory for evidence and cleaning: the restart comes at once", e);
      return null;
    }
  }

  /** Returns what forbids a rejuvenation now, in words; empty if nothing does. */
  String obstacle(RestartInPlace inPlace) {
    if (Files.isDirectory(parts.directory()) && Files.isWritable(parts.directory())) {
      return obstacle(inPlace.check());
    }
    return "the hand-over note for the next life cannot be written to "
        + parts.directory()
        + "; set perennial.log.dir to a directory that this user can write to";
  }

  private static String obstacle(List<Veto> vetoes) {
    return words(vetoes.stream().filter(v -> v.kind() != Veto.Kind.NO_EXEC).toList());
  }

  private static String words(List<Veto> vetoes) {
    return String.join("; ", vetoes.stream().map(Veto::text).toList());
  }

  private void restart(ServerEntry self, Roster roster, RestartInPlace inPlace, List<Veto> vetoes)
      throws IOException, InterruptedException {
    boolean exec = inPlace.ability() instanceof RestartAbility.Exec && vetoes.isEmpty();
    parts.noteFile().write(parts.note().apply(self, roster));
    Departure departure =
        Departure.of(parts.containers(), inPlace, exec && parts.keepSockets(), log);
    restarting = true;
    boolean armed = false;
    try {
      departure.quiesce(parts.drainLimit());
      if (exec) {
        inPlace.arm(departure.sockets(), parts.noteFile().path(), parts.agentOption());
      } else {
        inPlace.armExit();
        log.warn("this process ends for its supervisor to restart: " + words(vetoes));
      }
      armed = true;
    } finally {
      if (!armed) {
        departure.undo();
      }
    }
    leaveCluster();
    parts
        .audit()
        .record(
            "this server",
            "restart of " + self.name(),
            exec ? "in place, process " + pid() : "by the supervisor");
    log.info("restarting");
    inPlace.restart();
  }

  /**
   * From here on there is no way back: a cluster that cannot be left in order is left all the same.
   */
  private void leaveCluster() {
    try {
      parts.leaveCluster().run();
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      Suppressed.count(e, "leave");
      log.warn("leave", "the cluster could not be left in order", e);
    }
  }

  /** What is after the restart is not known yet: the next life completes it. */
  private PastRejuvenation entry(
      ServerEntry self, Footprint before, CleaningLadder.@Nullable Climb climb) {
    Moved moved = parts.moved().get();
    boolean mine = moved != null && moved.round() == self.round();
    return new PastRejuvenation(
        self.round(),
        parts.chronicle().begun(self),
        now(),
        "restarting",
        parts.chronicle().reason(self),
        self.successor(),
        mine ? moved.sessions() : 0,
        mine ? moved.bytes() : 0,
        mine ? moved.switchMillis() : 0,
        climb == null ? 0 : climb.figure(Step.FILES, "filesRemoved", 0),
        climb == null ? 0 : climb.figure(Step.FILES, "bytesRemoved", 0),
        climb == null
            ? before.heapBytes()
            : climb.figure(Step.MEMORY, "heapBefore", before.heapBytes()),
        -1,
        before.residentBytes(),
        -1,
        pid(),
        -1,
        climb == null || climb.evidence() == null ? null : climb.evidence().toString());
  }

  private Instant now() {
    return parts.clock().instant();
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }
}
