package dev.perennial.agent.duplex;

import java.util.List;
import java.util.Locale;

/**
 * What the operator wants done about sessions that cannot move, or not all of them. Pure.
 *
 * @param veto whether a single one keeps the server from handing over
 * @param most this part of all sessions may stay behind or lose an attribute, 0 to 1, and always
 *     one of them; more is a veto, too
 */
public record UnmovablePolicy(boolean veto, double most) {
  private static final int NAMED = 5;

  public UnmovablePolicy {
    if (!(most >= 0 && most <= 1)) {
      throw new IllegalArgumentException("most (" + most + ") must be from 0 to 1");
    }
  }

  /** Returns the policy that leaves at most one session of a hundred behind. */
  public static UnmovablePolicy defaults() {
    return new UnmovablePolicy(false, 0.01);
  }

  /** Returns how many of so many sessions may stay behind, or lose an attribute. */
  long allowed(long sessions) {
    // One odd session must not hold up a small server, where it is more than one of a hundred.
    return veto || most == 0 ? 0 : Math.max(1, (long) (most * sessions));
  }

  /**
   * Returns why the server must not hand over, in words; empty if it may.
   *
   * @param unmoved what would stay behind
   * @param affected so many sessions does that concern
   * @param sessions of the server
   */
  String obstacle(List<Unmoved> unmoved, long affected, long sessions) {
    if (affected <= allowed(sessions)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(affected)
        .append(" of ")
        .append(sessions)
        .append(" sessions cannot move, or not all of them; perennial.unmovable")
        .append(
            veto
                ? "=veto allows none"
                : String.format(Locale.ROOT, ".max=%s allows %d", most, allowed(sessions)))
        .append(". Mend the application, or raise perennial.unmovable.max to lose them: ");
    for (int i = 0; i < Math.min(NAMED, unmoved.size()); i++) {
      text.append(i == 0 ? "" : "; ").append(unmoved.get(i).line());
    }
    int more = unmoved.size() - NAMED;
    return more > 0 ? text + "; and " + more + " more" : text.toString();
  }
}
