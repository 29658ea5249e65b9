package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.duplex.Moved;
import dev.perennial.agent.history.Footprint;
import dev.perennial.agent.history.RejuvenationHistory;
import dev.perennial.agent.log.Audit;
import dev.perennial.agent.server.Chronicle;
import dev.perennial.agent.server.HeldView;
import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.coordinator.rejuvenation.Step;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What history and audit are told of a rejuvenation on its way to the restart; the next life
 * completes it. Thread-safe.
 */
public final class Account {
  private final RejuvenationHistory history;
  private final Audit audit;
  private final Chronicle chronicle;
  private final Supplier<@Nullable Moved> moved;
  private final InstantSource clock;

  /**
   * @param chronicle knows when and why a round began
   * @param moved by the round that led here; null if nothing was
   */
  public Account(
      RejuvenationHistory history,
      Audit audit,
      Chronicle chronicle,
      Supplier<@Nullable Moved> moved,
      InstantSource clock) {
    this.history = history;
    this.audit = audit;
    this.chronicle = chronicle;
    this.moved = moved;
    this.clock = clock;
  }

  /** Returns how a rejuvenation is called. */
  static String title(ServerEntry self) {
    return "rejuvenation " + self.round() + " of " + self.name();
  }

  /** Returns why the server is rejuvenated, in words. */
  String reason(ServerEntry self) {
    return chronicle.reason(self);
  }

  void begins(ServerEntry self, Roster roster) {
    audit.record("roster epoch " + roster.epoch(), title(self), "begins: " + self.reason());
  }

  void failed(ServerEntry self, String outcome) {
    audit.record("this server", title(self), outcome);
    var unused = history.finish(clock.instant(), outcome, Footprint.now(), pid());
  }

  void restarts(ServerEntry self, boolean inPlace) {
    audit.record(
        "this server",
        "restart of " + self.name(),
        inPlace ? "in place, process " + pid() : "by the supervisor");
  }

  /**
   * Notes where the server stands before the restart.
   *
   * @param before the steps
   * @param climb what the steps have done; null before them, or where they failed
   */
  void note(ServerEntry self, Footprint before, CleaningLadder.@Nullable Climb climb) {
    history.begin(entry(self, before, climb));
  }

  /** What is after the restart is not known yet. */
  private PastRejuvenation entry(
      ServerEntry self, Footprint before, CleaningLadder.@Nullable Climb climb) {
    Moved last = moved.get();
    boolean mine = last != null && last.round() == self.round();
    return new PastRejuvenation(
        self.round(),
        chronicle.begun(self),
        clock.instant(),
        "restarting",
        chronicle.reason(self),
        self.successor(),
        mine
            ? new PastRejuvenation.Moving(
                last.sessions(),
                last.bytes(),
                last.switchMillis(),
                last.left(),
                last.leftLines(),
                HeldView.summary(last.held()))
            : PastRejuvenation.Moving.NONE,
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

  private static long pid() {
    return ProcessHandle.current().pid();
  }
}
