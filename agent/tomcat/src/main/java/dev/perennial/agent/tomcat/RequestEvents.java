package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Delivery;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.apache.tomcat.util.net.SocketEvent;

/**
 * What happens to one request after another (it begins, can be read from, has timed out ...),
 * worked off in order, by one thread at a time. Thread-safe.
 */
final class RequestEvents implements Runnable {
  private final Executor threads;
  private final Predicate<SocketEvent> work;
  private final Runnable over;

  /** Guarded by "this", with the next two. */
  private final Queue<SocketEvent> events = new ArrayDeque<>();

  private boolean working;

  /** Another number for each request: what comes late for an earlier one is left out. */
  private int use;

  /**
   * @param work works one off; returns whether the request is over with it
   * @param over is told when another request may begin
   */
  RequestEvents(Executor threads, Predicate<SocketEvent> work, Runnable over) {
    this.threads = threads;
    this.work = work;
    this.over = over;
  }

  /** A request begins. */
  synchronized void begin(Delivery delivery) {
    events.add(SocketEvent.OPEN_READ);
    working = true;
    delivery.serve(this::runAsRequestThread, threads);
  }

  /** Applications look for their classes and resources by the thread's loader. */
  private void runAsRequestThread() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(RequestThreads.LOADER);
    try {
      run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  synchronized void post(SocketEvent event) {
    events.add(event);
    if (!working) {
      working = true;
      threads.execute(this);
    }
  }

  /** Returns what posts an event of the present request; nothing once that is over. */
  synchronized Runnable posting(SocketEvent event) {
    int now = use;
    return () -> {
      synchronized (this) {
        if (use == now) {
          post(event);
        }
      }
    };
  }

  @Override
  public void run() {
    for (SocketEvent event = next(); event != null; event = next()) {
      if (work.test(event)) {
        end();
        over.run();
        return;
      }
    }
  }

  private synchronized SocketEvent next() {
    SocketEvent event = events.poll();
    working = event != null;
    return event;
  }

  private synchronized void end() {
    events.clear();
    use++;
    working = false;
  }
}
