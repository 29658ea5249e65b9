package dev.perennial.agent.log;

import java.util.HashMap;
import java.util.Map;

/**
 * Lets so many messages of one key through in a minute. Knows a bounded number of keys; those
 * beyond share one. Thread-safe.
 */
final class RateLimit {
  static final int PER_MINUTE = 20;
  private static final int MAX_KEYS = 500;
  private static final long MINUTE_MILLIS = 60_000;

  private final Map<String, Window> windows = new HashMap<>();

  private static final class Window {
    long beganMillis;
    int passed;
    long held;
  }

  /**
   * Returns how many messages of this key were held back since the last one that passed, or -1 if
   * this one is to be held back too.
   */
  synchronized long pass(String key, long nowMillis) {
    Window window = windows.get(windows.size() < MAX_KEYS || windows.containsKey(key) ? key : "");
    if (window == null) {
      window = new Window();
      window.beganMillis = nowMillis;
      windows.put(windows.size() < MAX_KEYS ? key : "", window);
    }
    if (nowMillis - window.beganMillis >= MINUTE_MILLIS || nowMillis < window.beganMillis) {
      window.beganMillis = nowMillis;
      window.passed = 0;
    }
    if (window.passed >= PER_MINUTE) {
      window.held++;
      return -1;
    }
    window.passed++;
    long held = window.held;
    window.held = 0;
    return held;
  }
}
