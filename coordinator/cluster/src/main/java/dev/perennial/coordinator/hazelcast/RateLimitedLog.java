package dev.perennial.coordinator.hazelcast;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a few lines a minute through for each topic, so that whoever knocks on the port cannot fill
 * the disk. Thread-safe.
 */
final class RateLimitedLog {
  private static final int LINES = 5;
  private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

  /**
   * Topics come from outside (addresses): beyond so many, those that begin with the same word share
   * one, so that strangers take no line from the cluster's own.
   */
  private static final int MAX_TOPICS = 64;

  private final Consumer<String> log;
  private final LongSupplier nanoTime;

  /** Guarded by "this". */
  private final Map<String, Window> windows = new HashMap<>();

  RateLimitedLog(Consumer<String> log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
  }

  void log(String topic, String line) {
    String out = admit(topic, line);
    if (out != null) {
      log.accept(out);
    }
  }

  private synchronized @Nullable String admit(String topic, String line) {
    long now = nanoTime.getAsLong();
    if (windows.size() >= MAX_TOPICS) {
      windows.values().removeIf(w -> now - w.startNanos >= WINDOW_NANOS && w.dropped == 0);
    }
    String key =
        windows.size() < MAX_TOPICS || windows.containsKey(topic) ? topic : firstWord(topic);
    Window window = windows.computeIfAbsent(key, t -> new Window(now));
    String suffix = "";
    if (now - window.startNanos >= WINDOW_NANOS) {
      suffix = window.dropped == 0 ? "" : " (and " + window.dropped + " more before)";
      window = new Window(now);
      windows.put(key, window);
    }
    if (++window.lines > LINES) {
      window.dropped++;
      return null;
    }
    return line + suffix;
  }

  private static String firstWord(String topic) {
    int space = topic.indexOf(' ');
    return space < 0 ? topic : topic.substring(0, space);
  }

  private static final class Window {
    private final long startNanos;
    private int lines;
    private long dropped;

    Window(long startNanos) {
      this.startNanos = startNanos;
    }
  }
}
