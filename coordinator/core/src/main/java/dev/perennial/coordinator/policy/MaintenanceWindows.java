package dev.perennial.coordinator.policy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours of the week in which a server may be rejuvenated without haste. Times are those of a
 * wall clock: where it jumps, an opening is up to an hour off. Without any window it is always
 * open. Immutable.
 */
public final class MaintenanceWindows {
  /** What {@link #parse} takes, in words. */
  public static final String ALLOWED =
      "windows such as 22:00-06:00 or Mon-Fri 01:30-04:00 or Sun 00:00-24:00, parted by ;";

  private static final int DAY = 24 * 60;
  private static final int WEEK = 7 * DAY;
  private static final String TIME = "([01]?[0-9]|2[0-4]):([0-5][0-9])";
  private static final String DAY_NAME = "(mon|tue|wed|thu|fri|sat|sun)";
  private static final Pattern WINDOW =
      Pattern.compile(
          "(?:" + DAY_NAME + "(?:\\s*-\\s*" + DAY_NAME + ")?\\s+)?" + TIME + "\\s*-\\s*" + TIME);

  private final List<Window> windows;

  /** In minutes from Monday 00:00; one that goes on into the next week ends beyond it. */
  private record Window(int begin, int end) {
    boolean has(int minute) {
      return (minute >= begin && minute < end) || minute + WEEK < end;
    }
  }

  private MaintenanceWindows(List<Window> windows) {
    this.windows = List.copyOf(windows);
  }

  /** Returns what is always open. */
  public static MaintenanceWindows always() {
    return new MaintenanceWindows(List.of());
  }

  /**
   * Reads windows. One that ends before it begins goes on into the next day; without days it is of
   * every day.
   *
   * @throws IllegalArgumentException if it is none of {@link #ALLOWED}
   */
  public static MaintenanceWindows parse(String text) {
    List<Window> windows = new ArrayList<>();
    for (String each : text.split(";", -1)) {
      Matcher matcher = WINDOW.matcher(each.strip().toLowerCase(Locale.ROOT));
      if (!matcher.matches()) {
        throw new IllegalArgumentException("\"" + each.strip() + "\"; allowed are " + ALLOWED);
      }
      add(matcher, windows);
    }
    return new MaintenanceWindows(windows);
  }

  private static void add(Matcher window, List<Window> windows) {
    int first = window.group(1) == null ? 0 : day(window.group(1));
    int last = window.group(1) == null ? 6 : first;
    if (window.group(2) != null) {
      last = day(window.group(2));
    }
    int begin = minutes(window.group(3), window.group(4));
    int end = minutes(window.group(5), window.group(6));
    if (begin == end) {
      throw new IllegalArgumentException(
          "\"" + window.group() + "\" has no length; a whole day is 00:00-24:00");
    }
    int length = (end - begin + DAY) % DAY;
    for (int day = first; ; day = (day + 1) % 7) {
      int from = day * DAY + begin;
      windows.add(new Window(from, from + (length == 0 ? DAY : length)));
      if (day == last) {
        return;
      }
    }
  }

  private static int day(String name) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().toLowerCase(Locale.ROOT).startsWith(name)) {
        return day.getValue() - 1;
      }
    }
    throw new AssertionError(name);
  }

  private static int minutes(String hours, String minutes) {
    int sum = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
    if (sum > DAY) {
      throw new IllegalArgumentException(
          "\"" + hours + ":" + minutes + "\" is later than a day's end, 24:00");
    }
    return sum;
  }

  /** Returns how long until one is open; zero while one is. */
  public Duration untilOpen(LocalDateTime now) {
    int minute = minuteOfWeek(now);
    if (windows.isEmpty() || windows.stream().anyMatch(w -> w.has(minute))) {
      return Duration.ZERO;
    }
    int least =
        windows.stream().mapToInt(w -> (w.begin() - minute + WEEK) % WEEK).min().orElseThrow();
    return Duration.ofMinutes(least).minusSeconds(now.getSecond());
  }

  static int minuteOfWeek(LocalDateTime at) {
    return (at.getDayOfWeek().getValue() - 1) * DAY + at.getHour() * 60 + at.getMinute();
  }
}
