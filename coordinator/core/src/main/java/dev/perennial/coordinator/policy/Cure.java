package dev.perennial.coordinator.policy;

import java.time.Duration;
import java.util.List;

/**
 * Judges whether restarts help a server. One that ages again at once, or faster each time, has a
 * fault that a restart does not reach: a person must look. Pure.
 *
 * @param leastLife a life shorter than this was not cured by the restart before it
 */
public record Cure(Duration leastLife) {
  /** So many lives, each clearly shorter than the one before, are a trend. */
  private static final int TREND = 4;

  private static final double CLEARLY_SHORTER = 0.75;

  public Cure {
    if (leastLife.isNegative()) {
      throw new IllegalArgumentException("leastLife (" + leastLife + ") must be 0 or more");
    }
  }

  /**
   * How a life ended.
   *
   * @param length from being young to the verdict
   * @param judged whether a verdict ended it, and not an operator or its age
   */
  public record Life(Duration length, boolean judged) {}

  /**
   * Returns why a server is not to be restarted again without an operator's order, in words; empty
   * if it may be.
   *
   * @param lives the oldest first, the present one last; each began with a restart
   */
  public String obstacle(List<Life> lives) {
    if (lives.isEmpty() || !lives.get(lives.size() - 1).judged()) {
      return "";
    }
    Duration present = lives.get(lives.size() - 1).length();
    if (present.compareTo(leastLife) < 0) {
      return "the last restart did not cure it: it was judged again after "
          + words(present)
          + " (perennial.restart.least-life is "
          + words(leastLife)
          + ")";
    }
    return isShrinking(lives)
        ? "each life is shorter than the one before, the last was "
            + words(present)
            + ": restarting helps less and less"
        : "";
  }

  private static boolean isShrinking(List<Life> lives) {
    if (lives.size() < TREND) {
      return false;
    }
    List<Life> last = lives.subList(lives.size() - TREND, lives.size());
    for (int i = 0; i < TREND; i++) {
      boolean shorter =
          i == 0
              || last.get(i).length().toMillis()
                  < last.get(i - 1).length().toMillis() * CLEARLY_SHORTER;
      if (!last.get(i).judged() || !shorter) {
        return false;
      }
    }
    return true;
  }

  private static String words(Duration time) {
    return time.toSeconds() < 120
        ? time.toSeconds() + " s"
        : time.toMinutes() < 120 ? time.toMinutes() + " min" : time.toHours() + " h";
  }
}
