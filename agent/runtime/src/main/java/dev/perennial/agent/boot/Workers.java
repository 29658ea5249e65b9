package dev.perennial.agent.boot;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

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
        Executors.newSingleThreadScheduledExecutor(AgentThreads.daemon("perennial-loop")),
        Executors.newSingleThreadScheduledExecutor(AgentThreads.daemon("perennial-timer")),
        Executors.newCachedThreadPool(AgentThreads.daemon("perennial-work")));
  }
}
