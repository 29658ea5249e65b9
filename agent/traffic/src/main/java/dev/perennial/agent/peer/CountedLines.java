package dev.perennial.agent.peer;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Tells of what happens to requests: the first of a kind at once, the others as a number, once a
 * minute. Knows a bounded number of kinds; those beyond count as one. Thread-safe.
 */
public final class CountedLines {
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MAX_KINDS = 200;
  private static final String OTHERS = "requests met other troubles";

  private final Consumer<String> log;
  private final LongSupplier nanos;

  /** Guarded by itself. */
  private final Map<String, Kind> kinds = new HashMap<>();

  private static final class Kind {
    long toldNanos;
    long untold;
  }

  /**
   * @param nanos like {@link System#nanoTime}
   */
  public CountedLines(Consumer<String> log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
  }

  /**
   * Something has happened.
   *
   * @param kind of which one line a minute is told, in words
   */
  public void add(String kind) {
    String line;
    synchronized (kinds) {
      long now = nanos.getAsLong();
      String key = kinds.containsKey(kind) || kinds.size() < MAX_KINDS ? kind : OTHERS;
      Kind seen = kinds.get(key);
      if (seen == null) {
        seen = new Kind();
        seen.toldNanos = now;
        kinds.put(key, seen);
        line = key;
      } else {
        seen.untold++;
        line = now - seen.toldNanos < MINUTE_NANOS ? "" : tell(key, seen, now);
      }
    }
    if (!line.isEmpty()) {
      log.accept(line);
    }
  }

  /** Tells what was counted a minute ago or longer; to be called now and then. */
  public void tick() {
    synchronized (kinds) {
      long now = nanos.getAsLong();
      kinds
          .entrySet()
          .removeIf(
              each -> {
                Kind kind = each.getValue();
                if (now - kind.toldNanos < MINUTE_NANOS) {
                  return false;
                }
                if (kind.untold > 0) {
                  log.accept(tell(each.getKey(), kind, now));
                  return false;
                }
                return true;
              });
    }
  }

  private static String tell(String key, Kind kind, long now) {
    String line = key + " (" + kind.untold + " more in the last minute)";
    kind.toldNanos = now;
    kind.untold = 0;
    return line;
  }
}
