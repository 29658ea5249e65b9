package dev.perennial.coordinator.roster;

import dev.perennial.coordinator.roster.Report.Duplexing.State;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a server that was told to stop leaves: as soon as all is handed over, or when that
 * cannot be had, or not in time. Pure.
 *
 * @param syncMillis for coming into sync with a successor
 * @param drainMillis for handing over after that
 */
public record LeavePolicy(long syncMillis, long drainMillis) {
  /** A successor may be missing for a moment only: another server's report may be late. */
  private static final long PATIENCE_MILLIS = 3_000;

  public LeavePolicy {
    if (syncMillis < 0 || drainMillis < 0) {
      throw new IllegalArgumentException(
          "limits (" + syncMillis + ", " + drainMillis + ") must be 0 or more");
    }
  }

  /**
   * What is known at a moment.
   *
   * @param self the server's entry
   * @param progress of its duplexing, or null
   * @param sessions that it has
   * @param obstacle why its sessions cannot move at all, in words; empty if they can
   * @param noSuccessor why nobody can take its place now, in words; empty if somebody can
   * @param sinceMillis how long ago it was told to stop
   */
  public record Moment(
      ServerEntry self,
      Report.@Nullable Duplexing progress,
      long sessions,
      String obstacle,
      String noSuccessor,
      long sinceMillis) {}

  /**
   * The answer.
   *
   * @param leaves whether it leaves now
   * @param heir who took over what it owned, or null
   * @param reason in words
   */
  public record Answer(boolean leaves, @Nullable String heir, String reason) {}

  /** Returns how long an orderly stop may take at most. */
  public long limitMillis() {
    return syncMillis + drainMillis;
  }

  /** Returns whether to leave now. */
  public Answer judge(Moment moment) {
    ServerEntry self = moment.self();
    return switch (self.stage()) {
      case JOINING, RETURNING -> leave(null, "it had not come into service");
      case OUT -> leave(null, self.reason());
      case IN_SERVICE -> inService(moment);
      case DUPLEXING ->
          moment.sinceMillis() >= syncMillis
              ? leave(null, "it was not in sync with " + self.successor() + " in time")
              : stay("duplexes to " + self.successor());
      case SWITCHING -> handingOver(moment, false);
      case RETIRED -> handingOver(moment, self.successor() == null || isDone(moment));
      case REJUVENATING -> leave(self.successor(), "it had handed over");
    };
  }

  private Answer inService(Moment moment) {
    if (moment.self().role() == Role.SPARE && moment.sessions() == 0) {
      return leave(null, "a spare has nothing to hand over");
    }
    if (!moment.obstacle().isEmpty()) {
      return leave(null, moment.obstacle());
    }
    if (!moment.noSuccessor().isEmpty() && moment.sinceMillis() >= PATIENCE_MILLIS) {
      return leave(null, moment.noSuccessor());
    }
    return moment.sinceMillis() >= syncMillis
        ? leave(null, "no successor was found in time")
        : stay("waits for a successor");
  }

  private Answer handingOver(Moment moment, boolean done) {
    String successor = moment.self().successor();
    if (done) {
      return leave(successor, "it has handed over");
    }
    return moment.sinceMillis() >= limitMillis()
        ? leave(successor, "the hand-over was cut short")
        : stay("hands over to " + successor);
  }

  private static boolean isDone(Moment moment) {
    Report.Duplexing progress = moment.progress();
    return progress != null
        && progress.round() == moment.self().round()
        && progress.state() == State.DONE;
  }

  private static Answer leave(@Nullable String heir, String reason) {
    return new Answer(true, heir, reason);
  }

  private static Answer stay(String reason) {
    return new Answer(false, null, reason);
  }
}
