package dev.perennial.agent.interleave;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a scenario. Exactly one of its threads goes on at a time, so everything here is seen
 * by one thread at a time, handed on by the semaphore of the next one. Time is counted, not waited
 * for: it passes only when every thread waits for it.
 */
final class Schedule {
  private static final int MAX_STEPS = 20_000;
  private static volatile @Nullable Schedule present;

  private final Choices choices;
  private final int preemptions;
  private final List<Actor> actors = new ArrayList<>();
  private final IdentityHashMap<Object, Lock> locks = new IdentityHashMap<>();
  private final IdentityHashMap<Object, List<boolean[]>> waiting = new IdentityHashMap<>();
  private final List<String> account = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private int preempted;
  private int steps;
  private long nanos = 1;
  private @Nullable Throwable failure;

  Schedule(Choices choices, int preemptions) {
    this.choices = choices;
    this.preemptions = preemptions;
    present = this;
  }

  private static final class Lock {
    @Nullable Thread owner;
    int holds;
  }

  static Schedule present() {
    Schedule now = present;
    if (now == null) {
      throw new IllegalStateException("no scenario is running");
    }
    return now;
  }

  void add(Actor actor) {
    actors.add(actor);
  }

  long nanos() {
    return nanos;
  }

  /** Lets the threads run to their end; returns what went wrong, if anything did. */
  @Nullable Throwable run(Map<String, Runnable> tasks) throws InterruptedException {
    tasks.forEach((name, task) -> new Actor(this, task, name).start());
    goOn(null);
    if (!end.await(60, TimeUnit.SECONDS)) {
      return new AssertionError("a thread waits for something that is no step: " + actors);
    }
    return failure;
  }

  /** Returns who went on, from where, at each change of threads. */
  List<String> account() {
    return account;
  }

  /** The thread comes to a step: it, or another one, goes on. */
  void step(Actor me, String place) {
    me.place = place;
    hand(me);
  }

  /** The thread waits, at most so long; 0 is for ever. */
  void await(Actor me, String place, BooleanSupplier ready, long limitNanos) {
    me.place = place;
    me.ready = ready;
    me.wakeNanos = limitNanos == 0 ? 0 : nanos + limitNanos;
    hand(me);
    me.isReady();
  }

  void lock(Actor me, String place, Object monitor) {
    Lock lock = locks.computeIfAbsent(monitor, m -> new Lock());
    if (lock.owner != me) {
      await(me, place, () -> lock.owner == null, 0);
      lock.owner = me;
    }
    lock.holds++;
  }

  void unlock(Object monitor) {
    Lock lock = locks.get(monitor);
    if (--lock.holds == 0) {
      lock.owner = null;
    }
  }

  /** Waits for a notification of all; the lock is free meanwhile. */
  void awaitNotified(Actor me, String place, Object monitor, long limitNanos) {
    boolean[] notified = new boolean[1];
    waiting.computeIfAbsent(monitor, m -> new ArrayList<>()).add(notified);
    Lock lock = locks.get(monitor);
    int holds = lock.holds;
    lock.holds = 0;
    lock.owner = null;
    await(me, place, () -> notified[0] && lock.owner == null, limitNanos);
    if (lock.owner != null) {
      await(me, place, () -> lock.owner == null, 0);
    }
    lock.owner = me;
    lock.holds = holds;
  }

  void notifyAll(Object monitor) {
    List<boolean[]> all = waiting.remove(monitor);
    if (all != null) {
      all.forEach(notified -> notified[0] = true);
    }
  }

  void ended(Actor me, @Nullable Throwable thrown) {
    me.over = true;
    if (thrown != null) {
      fail(thrown);
    } else if (actors.stream().allMatch(a -> a.over)) {
      end.countDown();
    } else {
      goOn(null);
    }
  }

  private void fail(Throwable why) {
    failure = why;
    end.countDown();
  }

  private void hand(Actor me) {
    Actor next = next(me);
    if (next != me) {
      account.add(me.getName() + " stops before " + me.place);
      if (next != null) {
        turnTo(next);
      }
      // After a failure nobody's turn comes any more; the threads are daemons.
      me.turn.acquireUninterruptibly();
    }
  }

  private void goOn(@Nullable Actor me) {
    Actor next = next(me);
    if (next != null) {
      turnTo(next);
    }
  }

  private void turnTo(Actor next) {
    account.add(next.getName() + " goes on from " + next.place);
    next.turn.release();
  }

  /** Decides who goes on; nobody after a failure. */
  private @Nullable Actor next(@Nullable Actor me) {
    if (++steps > MAX_STEPS) {
      fail(new AssertionError("no end after " + MAX_STEPS + " steps; now at " + places()));
      return null;
    }
    List<Actor> able = new ArrayList<>();
    if (me != null && me.ready.getAsBoolean()) {
      able.add(me);
    }
    boolean mayInterrupt = preempted < preemptions;
    if (able.isEmpty() || mayInterrupt) {
      actors.stream().filter(a -> a != me && !a.over && a.ready.getAsBoolean()).forEach(able::add);
    }
    int free = able.isEmpty() ? 0 : able.get(0) == me ? 1 : able.size();
    if (mayInterrupt || able.isEmpty()) {
      // The others may be slow: whoever waits for the time may be before them.
      actors.stream()
          .filter(a -> !a.over && a.wakeNanos > 0 && !able.contains(a))
          .sorted(Comparator.comparingLong(a -> a.wakeNanos))
          .limit(able.isEmpty() ? 1 : actors.size())
          .forEach(able::add);
    }
    if (able.isEmpty()) {
      fail(new AssertionError("each thread waits for another one: " + places()));
      return null;
    }
    int chosen = able.size() == 1 ? 0 : choices.choose(able.size());
    Actor next = able.get(chosen);
    if (free > 0 && chosen >= free) {
      preempted++;
    }
    if (!next.ready.getAsBoolean()) {
      nanos = Math.max(nanos, next.wakeNanos);
    }
    return next;
  }

  private List<String> places() {
    return actors.stream().filter(a -> !a.over).map(a -> a.getName() + " at " + a.place).toList();
  }
}
