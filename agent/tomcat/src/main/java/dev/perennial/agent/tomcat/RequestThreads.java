package dev.perennial.agent.tomcat;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * The threads that serve requests which came in elsewhere: not the connectors' own. Two servers
 * that relay to each other hold one of their connectors' threads for each request that is on its
 * way; if those were to serve the other's requests too, both could have none left and wait for
 * ever.
 *
 * <p>A thread that is free is taken before a new one is made; where all are busy, requests wait:
 * there are never more than the threads of the other servers. Threads end when they are idle.
 */
final class RequestThreads implements Executor {
  /** The threads', until an application is chosen. */
  static final ClassLoader LOADER =
      org.apache.catalina.connector.CoyoteAdapter.class.getClassLoader();

  private static final int IDLE_SECONDS = 30;

  private final IntSupplier limit;
  private final WaitingRequests waiting = new WaitingRequests();
  private final ThreadPoolExecutor pool;

  /**
   * @param limit how many threads there may be
   */
  RequestThreads(IntSupplier limit) {
    this.limit = limit;
    pool =
        new ThreadPoolExecutor(
            0,
            Math.max(1, limit.getAsInt()),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            waiting,
            new Factory(),
            (request, full) -> putBy(request));
  }

  @Override
  public void execute(Runnable request) {
    pool.execute(request);
  }

  /** Asks only where a thread may have to be made: it takes longer than to find a free one. */
  private void lookAtLimit() {
    int threads = Math.max(1, limit.getAsInt());
    if (threads != pool.getMaximumPoolSize()) {
      pool.setMaximumPoolSize(threads);
    }
  }

  /** All were busy a moment ago; should all have ended since, nobody would look for it. */
  private void putBy(Runnable request) {
    waiting.put(request);
    if (pool.getPoolSize() == 0 && waiting.remove(request)) {
      pool.execute(request);
    }
  }

  /** Says that it is full where no thread waits, so that the pool makes one if it may. */
  private final class WaitingRequests extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean offer(Runnable request) {
      if (tryTransfer(request)) {
        return true;
      }
      lookAtLimit();
      return false;
    }
  }

  /** Makes threads as Tomcat's own are, which inherit nothing of whoever happens to ask. */
  private static final class Factory implements ThreadFactory {
    private final AtomicInteger made = new AtomicInteger();

    @Override
    public Thread newThread(Runnable work) {
      Thread thread =
          new Thread(null, work, "perennial-request-" + made.incrementAndGet(), 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(LOADER);
      return thread;
    }
  }
}
