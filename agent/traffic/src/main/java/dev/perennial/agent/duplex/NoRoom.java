package dev.perennial.agent.duplex;

import java.util.Locale;

/**
 * Sessions that stay behind because the successor has no room for them.
 *
 * @param sessions their number
 * @param youngestMillis since the one that was used last was used
 * @param oldestMillis since the one was used that was not used for the longest time
 * @param successor that has no room
 */
public record NoRoom(long sessions, long youngestMillis, long oldestMillis, String successor) {
  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** Returns it in words, for people. */
  public String line() {
    String young = age(youngestMillis);
    String old = age(oldestMillis);
    return String.format(
        Locale.ROOT,
        "%,d sessions, last used %s ago, stay behind: no room at %s",
        sessions,
        young.equals(old) ? old : young + " to " + old,
        successor);
  }

  /** Returns a time in the largest unit of which it has two, or in seconds. */
  private static String age(long millis) {
    if (millis >= 2 * DAY) {
      return millis / DAY + " d";
    } else if (millis >= 2 * HOUR) {
      return millis / HOUR + " h";
    }
    return millis >= 2 * MINUTE ? millis / MINUTE + " min" : Math.max(0, millis) / SECOND + " s";
  }
}
