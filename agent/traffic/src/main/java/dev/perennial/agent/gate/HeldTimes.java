package dev.perennial.agent.gate;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A histogram of how long requests waited at the gate in switch-overs: for it to let them decide,
 * and then for their own session. Thread-safe; a wait that is noted allocates nothing.
 */
public final class HeldTimes {
  /** Upper bounds of the buckets, in milliseconds; what waited longer is in one more. */
  private static final long[] MILLIS = {
    1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000
  };

  private final AtomicLongArray counts = new AtomicLongArray(MILLIS.length + 1);
  private final AtomicLong longest = new AtomicLong();
  private final AtomicLong sumMicros = new AtomicLong();

  /** Notes one wait. */
  void note(long nanos) {
    long millis = nanos / 1_000_000;
    int bucket = 0;
    while (bucket < MILLIS.length && millis >= MILLIS[bucket]) {
      bucket++;
    }
    long unused = counts.incrementAndGet(bucket);
    long unusedSum = sumMicros.addAndGet(nanos / 1_000);
    long unusedMax = longest.accumulateAndGet(millis, Math::max);
  }

  /** Returns the upper bounds of the buckets but the last, in milliseconds, ascending. */
  public static long[] boundsMillis() {
    return MILLIS.clone();
  }

  /** Returns how many have waited in each bucket; the last has no bound. */
  public long[] counts() {
    long[] all = new long[counts.length()];
    for (int i = 0; i < all.length; i++) {
      all[i] = counts.get(i);
    }
    return all;
  }

  /** Returns how long all of them have waited together, in seconds. */
  public double sumSeconds() {
    return sumMicros.get() / 1e6;
  }

  /** Returns how many requests have waited. */
  public long count() {
    long sum = 0;
    for (int i = 0; i < counts.length(); i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  /** Returns the longest wait, in milliseconds. */
  public long longestMillis() {
    return longest.get();
  }

  /** Returns within how many milliseconds that part of the requests went on, 0 to 1. */
  public long within(double part) {
    long wanted = (long) Math.ceil(part * count());
    long sum = 0;
    for (int i = 0; i < MILLIS.length; i++) {
      sum += counts.get(i);
      if (sum >= wanted) {
        return Math.min(MILLIS[i], Math.max(longest.get(), 1));
      }
    }
    return longest.get();
  }

  /** Returns it in words, for people. */
  public String line() {
    long count = count();
    return count == 0
        ? "no request waited"
        : String.format(
            Locale.ROOT,
            "%d requests waited for the switch-over or their session: half of them less than %d ms,"
                + " 99 %% less than %d ms, the longest %d ms",
            count,
            within(0.5),
            within(0.99),
            longestMillis());
  }
}
