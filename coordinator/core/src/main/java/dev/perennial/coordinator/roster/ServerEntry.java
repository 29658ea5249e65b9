package dev.perennial.coordinator.roster;

import org.jspecify.annotations.Nullable;

/**
 * One server in the roster.
 *
 * @param name its configured name, stable over restarts
 * @param incarnation the number of its present life; grows with each restart
 * @param role primary or spare
 * @param stage where it stands
 * @param successor who takes its place from DUPLEXING to RETURNING; also while OUT, if the server
 *     still has to return from there; else null
 * @param round the number of its present or last rejuvenation, counted over all its lives; 0 before
 *     the first
 * @param failures attempts in a row that were given up; the next one waits the longer, the more
 *     there were
 * @param reason why it is in this stage, in words
 * @param sinceMillis when it came to this stage, epoch milliseconds of the planner's clock
 * @param voter whether it counts towards a majority; while {@link Stage#REJUVENATING} also whether
 *     it may still take back what it has handed over: it gives its vote up when it departs
 * @param takenBack the highest round, over all its lives, that ended with its server owning again
 *     what it had handed over; 0 before the first
 * @param extra what a newer version has written of this server
 */
public record ServerEntry(
    String name,
    long incarnation,
    Role role,
    Stage stage,
    @Nullable String successor,
    long round,
    int failures,
    String reason,
    long sinceMillis,
    boolean voter,
    long takenBack,
    Extra extra) {

  /** Makes an entry that has nothing of a newer version. */
  public ServerEntry(
      String name,
      long incarnation,
      Role role,
      Stage stage,
      @Nullable String successor,
      long round,
      int failures,
      String reason,
      long sinceMillis,
      boolean voter) {
    this(
        name,
        incarnation,
        role,
        stage,
        successor,
        round,
        failures,
        reason,
        sinceMillis,
        voter,
        0,
        Extra.NONE);
  }

  /**
   * Returns this server in another stage. The legal moves are those of {@link Stage#next}.
   *
   * @throws IllegalStateException if the move is not legal; it names both stages
   */
  public ServerEntry to(Stage next, String why, long nowMillis) {
    if (!stage.next().contains(next)) {
      throw new IllegalStateException(
          "server (" + name + ") cannot go from " + stage + " to " + next + ": " + why);
    }
    return at(next, why, nowMillis);
  }

  /** Returns this server in any stage: where a new life begins is no move of the one before. */
  ServerEntry at(Stage next, String why, long since) {
    return new ServerEntry(
        name,
        incarnation,
        role,
        next,
        successor,
        round,
        failures,
        why,
        since,
        voter,
        takenBack,
        extra);
  }

  /**
   * Returns whether the server owns again, or has owned since, what it had handed over in a round.
   * One that is in service in the same life because it returned late does not: its place was taken.
   * Of the rounds alone: it may have begun another one, or another life, since.
   */
  public boolean tookBack(long handedRound) {
    // An earlier version does not note the round, but counts a failure.
    return (handedRound > 0 && takenBack >= handedRound)
        || (stage == Stage.IN_SERVICE && round == handedRound && failures > 0);
  }

  /** Returns whether what it has handed over may still become its own again. */
  public boolean mayTakeBack() {
    return switch (stage) {
      case DUPLEXING, SWITCHING, RETIRED -> true;
      case REJUVENATING -> voter;
      case JOINING, IN_SERVICE, RETURNING, OUT -> false;
    };
  }

  ServerEntry withTakenBack(long handedRound) {
    return new ServerEntry(
        name,
        incarnation,
        role,
        stage,
        successor,
        round,
        failures,
        reason,
        sinceMillis,
        voter,
        handedRound,
        extra);
  }

  ServerEntry withIncarnation(long next) {
    return new ServerEntry(
        name,
        next,
        role,
        stage,
        successor,
        round,
        failures,
        reason,
        sinceMillis,
        voter,
        takenBack,
        extra);
  }

  ServerEntry withRole(Role next) {
    return new ServerEntry(
        name,
        incarnation,
        next,
        stage,
        successor,
        round,
        failures,
        reason,
        sinceMillis,
        voter,
        takenBack,
        extra);
  }

  ServerEntry withSuccessor(@Nullable String next) {
    return new ServerEntry(
        name,
        incarnation,
        role,
        stage,
        next,
        round,
        failures,
        reason,
        sinceMillis,
        voter,
        takenBack,
        extra);
  }

  ServerEntry withRound(long next) {
    return new ServerEntry(
        name,
        incarnation,
        role,
        stage,
        successor,
        next,
        failures,
        reason,
        sinceMillis,
        voter,
        takenBack,
        extra);
  }

  ServerEntry withFailures(int next) {
    return new ServerEntry(
        name,
        incarnation,
        role,
        stage,
        successor,
        round,
        next,
        reason,
        sinceMillis,
        voter,
        takenBack,
        extra);
  }

  ServerEntry withVote(boolean next) {
    return new ServerEntry(
        name,
        incarnation,
        role,
        stage,
        successor,
        round,
        failures,
        reason,
        sinceMillis,
        next,
        takenBack,
        extra);
  }
}
