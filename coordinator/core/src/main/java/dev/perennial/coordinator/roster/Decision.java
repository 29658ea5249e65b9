package dev.perennial.coordinator.roster;

/** What a plan comes to. */
public sealed interface Decision {
  /**
   * A roster to put in place by compare-and-set.
   *
   * @param next with the epoch after the present one
   * @param reason in words
   */
  record Change(Roster next, String reason) implements Decision {}

  /**
   * Something that a person should know. It is repeated with each plan for as long as it holds, in
   * the same words (but where a change came first, which may leave some out); what was lost is said
   * once, beside the change that records it.
   *
   * @param server that it is about; empty for the cluster
   * @param kind stable, for filters
   * @param text in words
   */
  record Alert(String server, Kind kind, String text) implements Decision {
    /** What an alert is about. */
    public enum Kind {
      /** This side has no majority of the voters: nothing is planned. */
      MAJORITY_LOST,
      /** A server is to be rejuvenated and nobody can take its place. */
      NO_SUCCESSOR,
      /** Its container is not recognised, so that it cannot be switched over. */
      NO_GATE,
      /** An order that the server's own configuration forbids. */
      OBSERVE_ONLY,
      /** In sync, or ready, and waiting for an operator. */
      APPROVAL_NEEDED,
      /** An operator holds it. */
      HELD,
      /** Automatic action has stopped in the whole cluster. */
      HALTED,
      /** Too many rejuvenations within the hour. */
      CAP_REACHED,
      /** Something forbids to restart it: it is not even duplexed. */
      RESTART_BARRED,
      /** One more out would leave too few available. */
      FLOOR,
      /** It has to wait for another one, or for the next attempt. */
      WAITING,
      /** A member is gone that owned nothing. */
      GONE,
      /** The sole owner was lost before it was in sync. */
      LOSS_L1,
      /** It was lost while in sync: at most the lag is lost. */
      LOSS_L2,
      /** The successor was lost between hand-over and restart. */
      LOSS_L3,
      /** A critical server is restarted without duplexing: its sessions are lost. */
      LOSS_L4,
      /** A hand-over has left sessions, or attributes of them, behind. */
      LOSS_L5,
      /** It did not come back, or not healthy, after its restart. */
      NOT_RETURNED,
      /** A step takes longer than it should. */
      OVERDUE,
      /** A member that says nothing of itself. */
      SILENT,
      /** A member that is on no list until an operator releases it. */
      OUT;

      /** Returns whether it lasts, and is over some day; otherwise it has happened. */
      public boolean lasts() {
        return switch (this) {
          case GONE, LOSS_L1, LOSS_L2, LOSS_L3, LOSS_L4, LOSS_L5, NOT_RETURNED -> false;
          case MAJORITY_LOST,
              NO_SUCCESSOR,
              NO_GATE,
              OBSERVE_ONLY,
              APPROVAL_NEEDED,
              HELD,
              HALTED,
              CAP_REACHED,
              RESTART_BARRED,
              FLOOR,
              WAITING,
              OVERDUE,
              SILENT,
              OUT ->
              true;
        };
      }
    }
  }
}
