package dev.perennial.agent.tomcat;

import java.util.concurrent.CountDownLatch;
import org.apache.tomcat.util.threads.LimitLatch;

/**
 * Stands in for the limit of connections where Tomcat was told to have none: holds the acceptor and
 * counts nothing, since what is open was not counted either.
 */
final class HoldingLatch extends LimitLatch {
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile boolean holding;

  HoldingLatch() {
    super(0);
  }

  @Override
  public void countUpOrAwait() throws InterruptedException {
    holding = true;
    released.await();
  }

  @Override
  public long countDown() {
    return 0;
  }

  @Override
  public boolean releaseAll() {
    released.countDown();
    return true;
  }

  @Override
  public boolean hasQueuedThreads() {
    return holding;
  }

  /** The limit that stands beside it: NIO2 then waits on a thread that has nothing else to do. */
  @Override
  public long getCount() {
    return 1;
  }
}
