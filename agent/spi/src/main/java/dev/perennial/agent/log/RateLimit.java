package dev.perennial.agent.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Lets so many messages of one kind through in a minute, and counts the others. Two messages are of
 * one kind if they differ in numbers alone: addresses, ports and ids are what others can vary at
 * will. Knows a bounded number of kinds at a time; those beyond share one. Thread-safe.
 */
final class RateLimit {
  static final int PER_MINUTE = 20;
  static final int MAX_KINDS = 200;

  private static final long MINUTE_MILLIS = 60_000;

  /** Also of hexadecimal digits, if there is one of ten among them. */
  private static final Pattern NUMBER = Pattern.compile("[0-9A-Fa-f]*[0-9][0-9A-Fa-f]*");

  private static final String OTHERS = "";

  /** Guarded by "this". */
  private final Map<String, Window> windows = new HashMap<>();

  /** Guarded by "this". */
  private long lookedMillis;

  private static final class Window {
    final long beganMillis;
    int passed;
    long held;
    String last = "";

    Window(long beganMillis) {
      this.beganMillis = beganMillis;
    }

    boolean isOver(long nowMillis) {
      return nowMillis - beganMillis >= MINUTE_MILLIS || nowMillis < beganMillis;
    }
  }

  /**
   * Messages that were held back in a minute that is over.
   *
   * @param last of them
   */
  record Held(long count, String last) {}

  /** Returns whether a message is let through; if not, it is counted. */
  synchronized boolean pass(String key, String message, long nowMillis) {
    String kind = NUMBER.matcher(key).replaceAll("#");
    boolean known = windows.containsKey(kind) || windows.size() < MAX_KINDS;
    Window window = windows.computeIfAbsent(known ? kind : OTHERS, k -> new Window(nowMillis));
    if (window.passed < PER_MINUTE) {
      window.passed++;
      return true;
    }
    window.held++;
    window.last = message;
    return false;
  }

  /** Returns what was held back and has not been told. To be called before each {@link #pass}. */
  synchronized List<Held> over(long nowMillis) {
    List<Held> over = new ArrayList<>();
    // Not each time: there may be many.
    if (Math.abs(nowMillis - lookedMillis) >= 1000) {
      lookedMillis = nowMillis;
      Iterator<Window> all = windows.values().iterator();
      while (all.hasNext()) {
        Window window = all.next();
        if (window.isOver(nowMillis)) {
          all.remove();
          add(over, window);
        }
      }
    }
    return over;
  }

  /** Returns what was held back and has not been told, as the log ends. */
  synchronized List<Held> end() {
    List<Held> over = new ArrayList<>();
    windows.values().forEach(window -> add(over, window));
    windows.clear();
    return over;
  }

  private static void add(List<Held> over, Window window) {
    if (window.held > 0) {
      over.add(new Held(window.held, window.last));
    }
  }
}
