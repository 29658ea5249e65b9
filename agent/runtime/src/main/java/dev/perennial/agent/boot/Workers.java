package dev.perennial.agent.boot;

import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.thread.EarlyThreads;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The agent's threads that are there all the time.
 *
 * @param loop does the turn of each second
 * @param timer does short tasks
 * @param work does what may block
 */
record Workers(
    ScheduledExecutorService loop, ScheduledExecutorService timer, ExecutorService work) {

  static Workers start() {
    return new Workers(
        EarlyThreads.scheduler(EarlyThreads.LOOP),
        EarlyThreads.scheduler(EarlyThreads.TIMER),
        Executors.newCachedThreadPool(AgentThreads.daemon("perennial-work")));
  }

  /**
   * Has a task done again and again, also after it has thrown something: an executor forgets what
   * does.
   *
   * @param by the loop or the timer
   */
  void every(ScheduledExecutorService by, long firstSeconds, long seconds, Runnable task) {
    queue(
        () ->
            by.scheduleWithFixedDelay(
                () -> lasting(task), firstSeconds, seconds, TimeUnit.SECONDS));
  }

  /** As {@link #every}, more often than each second. */
  void often(ScheduledExecutorService by, Duration each, Runnable task) {
    queue(
        () ->
            by.scheduleWithFixedDelay(
                () -> lasting(task), each.toMillis(), each.toMillis(), TimeUnit.MILLISECONDS));
  }

  /**
   * Has a task done once.
   *
   * @param by the loop or the timer
   */
  void later(ScheduledExecutorService by, Duration after, Runnable task) {
    queue(() -> by.schedule(() -> lasting(task), after.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Where no thread is to be had the task is in the queue all the same, for the next one. */
  private static void queue(Supplier<Future<?>> schedule) {
    try {
      var unused = schedule.get();
    } catch (OutOfMemoryError e) {
      Suppressed.count(e, "scheduling");
    }
  }

  private static void lasting(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      Suppressed.count(e, "scheduled task");
    }
  }
}
