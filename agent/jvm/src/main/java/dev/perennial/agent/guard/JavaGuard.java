package dev.perennial.agent.guard;

import dev.perennial.agent.restart.EmergencyLaunch;
import dev.perennial.agent.restart.ListenAddress;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The guard where the native one cannot be had: sees that a full heap leaves no time but for
 * collections, and restarts through JNA. Allocates nothing when it comes to it; that saves a JVM
 * with Serial, Parallel or Shenandoah, and with G1 or ZGC only by luck. For the heartbeat's thread,
 * but {@link #arm}.
 */
final class JavaGuard implements Runnable {
  private static final int LOOKS = 32;
  private static final long WINDOW_MILLIS = 3_000;
  private static final long FULL = 850;
  private static final double SHARE = 0.9;
  private static final int COLLECTIONS = 5;
  private static final long PATIENCE_MILLIS = 2_000;
  private static final long[] TIME_TO_DUPLEX_MILLIS = {0, 10_000, 60_000, 180_000};
  private static final long TURN_STANDS_MILLIS = 10_000;

  private final GuardPage page;
  private final GarbageCollectorMXBean[] collectors =
      ManagementFactory.getGarbageCollectorMXBeans().stream()
          .filter(bean -> !bean.getName().endsWith("Cycles"))
          .toArray(GarbageCollectorMXBean[]::new);

  private final long[] atMillis = new long[LOOKS];
  private final long[] gcMillis = new long[LOOKS];
  private final long[] gcCount = new long[LOOKS];
  private final long[] fill = new long[LOOKS];
  private int looks;
  private long seenTurn;
  private long turnMillis;

  private volatile @Nullable Runnable restart;

  JavaGuard(GuardPage page) {
    this.page = page;
  }

  /** Makes ready what the restart needs: the sockets' descriptors are those of now. */
  void arm(EmergencyLaunch launch, Set<ListenAddress> listening) {
    restart = launch.fromJava(listening);
  }

  @Override
  public void run() {
    long now = System.nanoTime() / 1_000_000;
    int at = looks++ % LOOKS;
    long time = 0;
    long count = 0;
    for (int i = 0; i < collectors.length; i++) {
      time += Math.max(0, collectors[i].getCollectionTime());
      count += Math.max(0, collectors[i].getCollectionCount());
    }
    atMillis[at] = now;
    gcMillis[at] = time;
    gcCount[at] = count;
    fill[at] = page.get(GuardPage.FILL);
    int from = windowStart(now);
    long passed = now - atMillis[from];
    long collected = time - gcMillis[from];
    boolean known = passed >= WINDOW_MILLIS;
    page.put(GuardPage.GC_SHARE, known ? Math.min(1000, collected * 1000 / passed) : 0);
    boolean lost =
        known
            && collected >= SHARE * passed
            && count - gcCount[from] >= COLLECTIONS
            && leastFill(from, at) >= FULL;
    judge(lost, System.currentTimeMillis(), now);
  }

  /** A starved thread looks seldom: the window is one of time, and has two looks at least. */
  private int windowStart(long now) {
    int back = 1;
    while (back < Math.min(LOOKS, looks) - 1
        && now - atMillis[Math.floorMod(looks - 1 - back, LOOKS)] < WINDOW_MILLIS) {
      back++;
    }
    return Math.floorMod(looks - 1 - back, LOOKS);
  }

  private long leastFill(int from, int to) {
    long least = fill[to];
    for (int i = from; i != to; i = (i + 1) % LOOKS) {
      least = Math.min(least, fill[i]);
    }
    return least;
  }

  private void judge(boolean lost, long clock, long now) {
    page.put(GuardPage.KINDS, lost ? Exhaustion.TIME.bit : 0);
    long since = page.get(GuardPage.CRITICAL_AT);
    if (!lost) {
      page.put(GuardPage.CRITICAL_AT, 0);
    } else if (since == 0) {
      page.put(GuardPage.CRITICAL_AT, clock);
    } else if (clock - since >= patience(now) && page.get(GuardPage.ARMED) == 1) {
      Runnable ready = restart;
      if (ready != null) {
        ready.run();
      }
    }
  }

  /** As time_to_duplex of guard.c. */
  private long patience(long now) {
    long turn = page.get(GuardPage.TURN);
    if (turn != seenTurn) {
      seenTurn = turn;
      turnMillis = now;
    }
    if (now - turnMillis >= TURN_STANDS_MILLIS) {
      return PATIENCE_MILLIS;
    }
    int standing = (int) page.get(GuardPage.STANDING);
    return Math.max(PATIENCE_MILLIS, TIME_TO_DUPLEX_MILLIS[standing]);
  }
}
