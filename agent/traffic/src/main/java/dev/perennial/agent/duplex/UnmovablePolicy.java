package dev.perennial.agent.duplex;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the operator wants done about sessions that cannot move, or not all of them. Pure.
 *
 * @param veto whether a single one keeps the server from handing over
 * @param most this part of all sessions may stay behind or lose an attribute that claims to be
 *     serialisable, 0 to 1, and always one of them; more is a veto, too
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
   * @param left what would stay behind
   * @param sessions of the server
   */
  String obstacle(LeftBehind left, long sessions) {
    long affected = veto ? left.affectedAtAll() : left.affected();
    if (affected <= allowed(sessions)) {
      return "";
    }
    return obstacle(affected, sessions, lines(left));
  }

  private List<String> lines(LeftBehind left) {
    List<String> lines = new ArrayList<>(left.all().stream().map(Unmoved::line).toList());
    if (veto) {
      lines.addAll(left.unserializable());
    }
    return lines;
  }

  private String obstacle(long affected, long sessions, List<String> lines) {
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
    for (int i = 0; i < Math.min(NAMED, lines.size()); i++) {
      text.append(i == 0 ? "" : "; ").append(lines.get(i));
    }
    int more = lines.size() - NAMED;
    return more > 0 ? text + "; and " + more + " more" : text.toString();
  }
}
