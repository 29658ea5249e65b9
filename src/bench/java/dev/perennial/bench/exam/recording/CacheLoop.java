package dev.perennial.bench.exam.recording;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that is well: its cache fills to 45 % of the largest heap within four minutes (with
 * what else lives, to 55 %), and from then on takes a new entry for the eldest.
 */
final class CacheLoop {
  private static final double PART = 0.45;
  private static final int SECONDS = 240;
  private static final int TURNS_A_SECOND = 20;
  private static final int ENTRY_BYTES = 1024;
  private static final int OVERHEAD_BYTES = 100;
  private static final int GARBAGE_BYTES = 10_000;

  private static volatile Object used = "";

  private CacheLoop() {}

  public static void main(String[] args) throws InterruptedException {
    double bytes = PART * Runtime.getRuntime().maxMemory();
    int most = (int) (bytes / (ENTRY_BYTES + OVERHEAD_BYTES));
    int aTurn = Math.max(1, most / SECONDS / TURNS_A_SECOND);
    Map<Integer, byte[]> cache = new LinkedHashMap<>();
    for (int next = 0; ; next += aTurn) {
      for (int i = next; i < next + aTurn; i++) {
        cache.put(i, new byte[ENTRY_BYTES]);
        used = new byte[GARBAGE_BYTES];
      }
      while (cache.size() > most) {
        cache.remove(cache.keySet().iterator().next());
      }
      TimeUnit.MILLISECONDS.sleep(1000 / TURNS_A_SECOND);
    }
  }
}
