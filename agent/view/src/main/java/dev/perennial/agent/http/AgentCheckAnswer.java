package dev.perennial.agent.http;

import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Stage;

/**
 * What HAProxy is told of a server, in the words of its agent-check. Two things are set, since
 * HAProxy leaves as it is what an answer does not name: "ready" or "drain" say who may send (drain:
 * only clients that were there before, by their cookie), "up" or "down" and "stopped" whether
 * anybody may. Stopped is meant to be so, down is not. Never "maint": HAProxy would stop its own
 * checks.
 */
final class AgentCheckAnswer {
  /** Up to this load a server takes its full share. */
  private static final double FULL_SHARE_LOAD = 0.5;

  /** What a server takes at full load: less, but enough for its figures to stay true. */
  private static final int LEAST_PERCENT = 25;

  /** Smaller changes of the load are not worth a change of the balance. */
  private static final int STEP_PERCENT = 5;

  private static final int MAX_REASON = 80;

  private AgentCheckAnswer() {}

  /**
   * Returns the answer, one line without its end.
   *
   * @param ready whether the server is on the available list and its application answers, or it
   *     serves without a cluster; then the stage says nothing more
   * @param reason of that, in words
   * @param load part of the request threads in use, 0 to 1; NaN if not known
   * @param share the most that it takes, as part of its full share, above 0 to 1
   */
  static String of(
      Role role, Stage stage, boolean ready, String reason, double load, double share) {
    if (ready) {
      return "up ready " + Math.min(percent(load), stepped(100 * share)) + "%";
    }
    return switch (stage) {
      case SWITCHING -> "up drain";
      case IN_SERVICE, DUPLEXING -> word(role == Role.SPARE) + told(reason);
      case JOINING, RETIRED, REJUVENATING, RETURNING -> word(true) + told(reason);
      case OUT -> word(false) + told(reason);
    };
  }

  private static String word(boolean intended) {
    return intended ? "stopped" : "down";
  }

  private static int percent(double load) {
    if (!(load > FULL_SHARE_LOAD)) {
      return 100;
    }
    double over = (Math.min(load, 1) - FULL_SHARE_LOAD) / (1 - FULL_SHARE_LOAD);
    return stepped(100 - over * (100 - LEAST_PERCENT));
  }

  private static int stepped(double percent) {
    return (int) Math.max(1, Math.round(percent / STEP_PERCENT)) * STEP_PERCENT;
  }

  /** The rest of the line is taken as it is, so it must be one line of plain characters. */
  private static String told(String reason) {
    String plain = reason.replaceAll("[^ -~]+", " ").strip();
    return plain.isEmpty() ? "" : " #" + plain.substring(0, Math.min(plain.length(), MAX_REASON));
  }
}
