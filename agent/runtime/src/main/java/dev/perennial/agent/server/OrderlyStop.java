package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.LeavePolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An orderly stop of this server, from the moment it is told to until it has left the roster. What
 * stops the process waits for it, bounded; the loop carries it out. Thread-safe.
 */
public final class OrderlyStop {
  /** A turn or two of the loop beyond what the policy allows. */
  private static final long GRACE_MILLIS = 5_000;

  private static final long NOT_BEGUN = -1;

  private final LeavePolicy policy;
  private final Operator operator;
  private final Supplier<String> noSuccessor;
  private final InstantSource clock;
  private final Consumer<String> log;
  private final CountDownLatch over = new CountDownLatch(1);

  private volatile long sinceMillis = NOT_BEGUN;

  /**
   * @param noSuccessor tells why nobody can take this server's place now, in words; empty if
   *     somebody can
   */
  public OrderlyStop(
      LeavePolicy policy,
      Operator operator,
      Supplier<String> noSuccessor,
      InstantSource clock,
      Consumer<String> log) {
    this.policy = policy;
    this.operator = operator;
    this.noSuccessor = noSuccessor;
    this.clock = clock;
    this.log = log;
  }

  /** Begins, once; there is no way back. */
  public synchronized void begin() {
    if (sinceMillis == NOT_BEGUN) {
      sinceMillis = clock.millis();
      operator.leave();
      log.accept("this process is told to stop: it hands over first");
    }
  }

  /**
   * Waits until this server has left, or for as long as an orderly stop may take.
   *
   * @return whether it has left
   */
  public boolean await() throws InterruptedException {
    Duration limit = Duration.ofMillis(policy.limitMillis() + GRACE_MILLIS);
    return over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Returns whether it has begun. */
  public boolean isBegun() {
    return sinceMillis != NOT_BEGUN;
  }

  /** Returns whether there is nothing left to do but to stop. */
  boolean isOver() {
    return over.getCount() == 0;
  }

  /** Returns how long ago it began, in milliseconds; 0 if it has not. */
  long millis() {
    return isBegun() ? Math.max(0, clock.millis() - sinceMillis) : 0;
  }

  LeavePolicy policy() {
    return policy;
  }

  String noSuccessor() {
    return noSuccessor.get();
  }

  /** Ends it. */
  void end(String how) {
    if (!isOver()) {
      log.accept("leaves the cluster: " + how);
      over.countDown();
    }
  }
}
