package dev.perennial.agent.guard;

import dev.perennial.agent.thread.EarlyThreads;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Shows the guard five times a second that Java runs, and how full the heap is. Allocates nothing,
 * and links nothing that its first turn has not: it goes on in a full heap for as long as the
 * collector lets any thread run.
 */
final class Heartbeat implements Runnable {
  private static final long PAUSE_NANOS = 200_000_000;
  private static final int BEATS_UNTIL_REVIVED = 50;

  private volatile GuardPage page;
  private volatile Runnable alsoDo;
  private final Runnable revive;
  private final Runtime jvm = Runtime.getRuntime();
  private final long room = room(ManagementFactory.getMemoryPoolMXBeans(), jvm.maxMemory());

  /** ZGC's and Shenandoah's, which tell pauses and the work beside the application apart. */
  private final GarbageCollectorMXBean[] besides =
      ManagementFactory.getGarbageCollectorMXBeans().stream()
          .filter(bean -> bean.getName().endsWith("Cycles"))
          .toArray(GarbageCollectorMXBean[]::new);

  private long seenTurn;
  private long standing;

  /**
   * @param alsoDo at each beat
   * @param revive the agent's loop, every ten seconds in which it has not done a turn: an executor
   *     loses thread and tasks when it can't have memory for its own
   */
  Heartbeat(GuardPage page, Runnable alsoDo, Runnable revive) {
    this.page = page;
    this.alsoDo = alsoDo;
    this.revive = revive;
  }

  /**
   * Returns how much can live. With Serial and Parallel the heap is full when the old generation
   * is, whatever room there is for garbage beside it.
   *
   * @param heapMax the largest the heap can be, bytes
   */
  static long room(List<MemoryPoolMXBean> pools, long heapMax) {
    long least = heapMax;
    for (MemoryPoolMXBean pool : pools) {
      boolean old = pool.getName().equals("Tenured Gen") || pool.getName().equals("PS Old Gen");
      MemoryUsage usage = old ? pool.getUsage() : null;
      if (usage != null && usage.getMax() > 0) {
        least = Math.min(least, usage.getMax());
      }
    }
    return least;
  }

  /** Starts the thread, which never ends. */
  void start() {
    beat();
    EarlyThreads.start(EarlyThreads.HEARTBEAT, this);
  }

  /** Shows it to the native guard from now on, which could not be had before. */
  void use(GuardPage other) {
    alsoDo = () -> {};
    page = other;
  }

  @Override
  @SuppressWarnings("InfiniteLoopStatement")
  public void run() {
    while (true) {
      try {
        LockSupport.parkNanos(PAUSE_NANOS);
        beat();
      } catch (Throwable e) {
        // Whatever it is, the next beat may work; and if none does, that is what the guard sees.
        Thread.onSpinWait();
      }
    }
  }

  private void beat() {
    GuardPage to = page;
    long used = jvm.totalMemory() - jvm.freeMemory();
    to.put(GuardPage.FILL, Math.min(1000, used * 1000 / room));
    long millis = 0;
    long count = 0;
    for (int i = 0; i < besides.length; i++) {
      millis += besides[i].getCollectionTime();
      count += besides[i].getCollectionCount();
    }
    to.put(GuardPage.CYCLE_MILLIS, millis);
    to.put(GuardPage.CYCLES, count);
    to.raise(GuardPage.BEAT);
    alsoDo.run();
    long turn = to.get(GuardPage.TURN);
    standing = turn == seenTurn ? standing + 1 : 0;
    seenTurn = turn;
    if (turn > 0 && standing > 0 && standing % BEATS_UNTIL_REVIVED == 0) {
      revive.run();
    }
  }
}
