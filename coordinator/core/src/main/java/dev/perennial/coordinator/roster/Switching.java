package dev.perennial.coordinator.roster;

import java.util.ArrayList;
import java.util.List;

/**
 * The moves of one rejuvenation, each of them one change of the roster: source and successor change
 * in one step. All throw {@link IllegalStateException} if the source is not in a stage that allows
 * the move, naming both stages. To be put in place only where a majority of the voters is there.
 * Pure.
 */
public final class Switching {
  private static final long HOUR_MILLIS = 3_600_000;

  private Switching() {}

  /** IN_SERVICE to DUPLEXING: a new round. */
  static Roster duplex(Roster roster, String name, String successor, String reason, long now) {
    return roster.change(
        name,
        e -> e.to(Stage.DUPLEXING, reason, now).withSuccessor(successor).withRound(e.round() + 1));
  }

  /** DUPLEXING back to IN_SERVICE. */
  static Roster abort(Roster roster, String name, String reason, boolean failed, long now) {
    return roster.change(
        name,
        e ->
            e.to(Stage.IN_SERVICE, reason, now)
                .withSuccessor(null)
                .withFailures(e.failures() + (failed ? 1 : 0)));
  }

  /** DUPLEXING to SWITCHING: the source is off the available list and the successor on it. */
  static Roster switchOver(Roster roster, String name, String reason, long now) {
    ServerEntry source = roster.require(name).to(Stage.SWITCHING, reason, now);
    return withSuccessorAs(roster.with(source), source, Role.PRIMARY).at(roster.epoch() + 1);
  }

  /** IN_SERVICE to RETIRED: a spare has nothing to move. */
  static Roster retireSpare(Roster roster, String name, String reason, long now) {
    return roster.change(
        name, e -> e.to(Stage.RETIRED, reason, now).withRound(e.round() + 1).withVote(false));
  }

  /**
   * SWITCHING to RETIRED: all is handed over and acknowledged. The source keeps its vote: together
   * with another one it is the majority that can say that the successor is lost. Made by the source
   * itself, or by the leader from its report.
   *
   * @param round that was handed over; must be that of the roster
   */
  public static Roster done(Roster roster, String name, long round, long nowMillis) {
    checkRound(roster, name, round);
    ServerEntry before = roster.require(name);
    if (before.stage() != Stage.SWITCHING) {
      throw new IllegalStateException(
          "server (" + name + ") cannot retire from " + before.stage() + " as handed over");
    }
    return roster.with(before.to(Stage.RETIRED, "handed over", nowMillis));
  }

  /**
   * SWITCHING to IN_SERVICE: the hold expired before anything was handed over. The successor takes
   * its former role.
   *
   * @param round that was given up; must be that of the roster
   */
  public static Roster reverted(
      Roster roster, String name, long round, String reason, long nowMillis) {
    checkRound(roster, name, round);
    ServerEntry before = roster.require(name);
    if (before.stage() != Stage.SWITCHING) {
      throw new IllegalStateException(
          "server (" + name + ") cannot revert from " + before.stage() + " to IN_SERVICE");
    }
    return back(roster, before, reason, nowMillis);
  }

  /**
   * SWITCHING, RETIRED, or REJUVENATING before it departed, to IN_SERVICE: the successor is lost
   * and the source owns everything again. Only when the successor's lease has run out (it stops
   * serving what it took over when it has not seen both a majority and its own entry IN_SERVICE for
   * that long) and a majority, or an operator, says so. The source reads it by {@link
   * ServerEntry#tookBack}.
   */
  public static Roster takenBack(Roster roster, String name, String reason, long nowMillis) {
    ServerEntry before = roster.require(name);
    if (before.stage() == Stage.DUPLEXING || !before.mayTakeBack()) {
      throw new IllegalStateException(
          "server (" + name + ") cannot take back from " + before.stage() + " to IN_SERVICE");
    }
    return back(roster, before, reason, nowMillis);
  }

  /** IN_SERVICE to REJUVENATING: a restart without duplexing, in which its sessions are lost. */
  static Roster emergency(Roster roster, String name, boolean keepsVote, String reason, long now) {
    Roster next =
        roster.change(name, e -> e.withRound(e.round() + 1).withVote(e.voter() && keepsVote));
    return signal(next, name, reason, now).at(roster.epoch() + 1);
  }

  /** RETIRED to REJUVENATING: the rejuvenation signal. */
  static Roster signal(Roster roster, String name, String reason, long now) {
    List<Long> restarts = new ArrayList<>(roster.restarts());
    restarts.removeIf(when -> when <= now - HOUR_MILLIS);
    restarts.add(now);
    return roster
        .change(name, e -> e.to(Stage.REJUVENATING, reason, now))
        .withRestarts(restarts)
        .at(roster.epoch() + 1);
  }

  /**
   * The last step before the process ends for its restart: it gives its vote up, and from then on
   * nothing that it has handed over is its own again in this life. Made by the source itself. A
   * restart without a hand-over has nothing to give up.
   *
   * @param round whose signal is carried out; must be that of the roster
   */
  public static Roster departed(Roster roster, String name, long round) {
    rejuvenating(roster, name, round, "depart");
    return roster.change(name, e -> e.withVote(false));
  }

  /**
   * REJUVENATING to RETIRED: the restart was given up because the successor did not answer any
   * more. It gets the signal anew when the successor is there, or takes back.
   *
   * @param round that was given up; must be that of the roster
   */
  public static Roster withdrawn(
      Roster roster, String name, long round, String reason, long nowMillis) {
    ServerEntry before = rejuvenating(roster, name, round, "withdraw");
    if (!before.mayTakeBack()) {
      throw new IllegalStateException("server (" + name + ") has departed already");
    }
    return roster.with(before.to(Stage.RETIRED, "not restarted: " + reason, nowMillis));
  }

  /**
   * REJUVENATING to IN_SERVICE: the restart was given up before the point of no return, and the
   * same life goes on. What it handed over stays with the successor, whose place it takes on the
   * lists; its round is another one, so that nothing is taken back. One that cannot serve goes OUT
   * instead.
   *
   * @param round that was given up; must be that of the roster
   * @param able whether it can serve
   */
  public static Roster stayed(
      Roster roster, String name, long round, String reason, boolean able, long nowMillis) {
    ServerEntry before = rejuvenating(roster, name, round, "stay");
    String why = "not restarted: " + reason;
    if (!able) {
      return roster.with(before.to(Stage.OUT, why, nowMillis).withVote(false));
    }
    return replaced(roster, before, why, nowMillis);
  }

  /**
   * REJUVENATING or OUT to IN_SERVICE: the same life goes on, and what it handed over stays with
   * its successor, whose place it takes on the lists. Its round is another one, so that nothing is
   * taken back.
   */
  static Roster replaced(Roster roster, ServerEntry before, String reason, long nowMillis) {
    boolean replaced = before.successor() != null && roster.mode() == Mode.ACTIVE_STANDBY;
    return roster.with(
        before
            .to(Stage.IN_SERVICE, reason, nowMillis)
            .withRole(replaced ? Role.SPARE : before.role())
            .withSuccessor(null)
            .withRound(before.round() + 1)
            .withVote(true)
            .withFailures(before.failures() + 1));
  }

  private static ServerEntry rejuvenating(Roster roster, String name, long round, String what) {
    checkRound(roster, name, round);
    ServerEntry before = roster.require(name);
    if (before.stage() != Stage.REJUVENATING) {
      throw new IllegalStateException(
          "server (" + name + ") cannot " + what + " in " + before.stage());
    }
    return before;
  }

  private static Roster back(Roster roster, ServerEntry before, String reason, long now) {
    ServerEntry source =
        before
            .to(Stage.IN_SERVICE, reason, now)
            .withSuccessor(null)
            .withVote(true)
            .withTakenBack(before.round())
            .withFailures(before.failures() + 1);
    Role former = roster.mode() == Mode.ACTIVE_STANDBY ? Role.SPARE : Role.PRIMARY;
    return withSuccessorAs(roster.with(source), before, former).at(roster.epoch() + 1);
  }

  private static Roster withSuccessorAs(Roster roster, ServerEntry source, Role role) {
    String successor = source.successor();
    if (successor == null || roster.server(successor).isEmpty()) {
      return roster;
    }
    return roster.change(successor, e -> e.withRole(role));
  }

  private static void checkRound(Roster roster, String name, long round) {
    long present = roster.require(name).round();
    if (present != round) {
      throw new IllegalStateException(
          "server (" + name + ") is in round " + present + ", not in " + round);
    }
  }
}
