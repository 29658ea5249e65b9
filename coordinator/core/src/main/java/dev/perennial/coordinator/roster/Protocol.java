package dev.perennial.coordinator.roster;

/**
 * The versions that an agent understands of all that servers tell each other: roster, reports,
 * state link and requests. It grows by one with a change that an older agent cannot simply pass
 * over. Pure.
 *
 * @param oldest that it still works with
 * @param newest that it knows, and speaks
 */
public record Protocol(int oldest, int newest) {
  /** Of an agent that says nothing: there was no number before 2. */
  public static final Protocol UNSAID = new Protocol(1, 1);

  /**
   * Of this agent. 1: what is not known in a roster is lost with the next change. 2: it is kept. 3:
   * requests travel between agents, and no server takes another's over HTTP any more. 4: keys are
   * made from the secret in another way, so that no earlier agent can prove that it holds it; the
   * first bytes of the secret check tell both ends so. Agents of 1 do not look at a number at all.
   */
  public static final Protocol OURS = new Protocol(4, 4);

  public Protocol {
    if (oldest < 1 || newest < oldest) {
      throw new IllegalArgumentException(
          "protocol (" + oldest + " to " + newest + ") must be a range from 1 on");
    }
  }

  /** Returns the range that somebody else gave, as far as it is one. */
  public static Protocol said(long oldest, long newest) {
    if (newest < 1 || newest > Integer.MAX_VALUE) {
      return UNSAID;
    }
    return new Protocol((int) Math.max(1, Math.min(oldest, newest)), (int) newest);
  }

  /** Returns whether two agents can be in one cluster: there is a version that both know. */
  public boolean worksWith(Protocol other) {
    return oldest <= other.newest && other.oldest <= newest;
  }

  /**
   * Returns why this agent cannot be in one cluster with another, and what to do; empty if it can.
   *
   * @param who the other ("server s2")
   */
  public String refusal(String who, Protocol other) {
    if (worksWith(other)) {
      return "";
    }
    String what = "%s speaks protocol %s, this agent knows %s: ".formatted(who, other, this);
    return other.newest < oldest
        ? what + "give it an agent as new as this one, and restart it"
        : what + "give this server an agent as new as that one, and restart it";
  }

  @Override
  public String toString() {
    return oldest == newest ? String.valueOf(newest) : oldest + " to " + newest;
  }
}
