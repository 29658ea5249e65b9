package dev.perennial.agent.part;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.jspecify.annotations.Nullable;

/**
 * Calls an MBean of the application, one call after another, and waits only so long for each. A
 * call that comes late goes on, and the next one begins after it: so a pause that takes too long is
 * undone by the resume after it, and not the other way round. Thread-safe.
 */
final class BoundedCalls {
  private final MBeanServer server;
  private final ObjectName bean;
  private final String what;
  private final Executor executor;

  /** Guarded by itself: calls that wait for the one before them. */
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  /** Guarded by "waiting". */
  private boolean busy;

  /**
   * Makes calls to one MBean.
   *
   * @param what it is, for messages, such as "part order-book"
   */
  BoundedCalls(MBeanServer server, ObjectName bean, String what, Executor executor) {
    this.server = server;
    this.bean = bean;
    this.what = what;
    this.executor = executor;
  }

  @Nullable Object call(
      String name, String operation, Object[] args, String[] types, Duration limit)
      throws PartException, InterruptedException {
    CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
    inOrder(
        () -> {
          try {
            answer.complete(server.invoke(bean, operation, args, types));
          } catch (Throwable e) {
            // Also a checked exception that nobody declared: calls after this one must have a turn.
            answer.completeExceptionally(e);
          }
        });
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new PartException(
          name,
          what + " did not answer to " + operation + " within " + limit.toMillis() + " ms",
          true,
          e);
    } catch (ExecutionException e) {
      Throwable cause = reason(e.getCause());
      throw new PartException(
          name, what + " failed in " + operation + ": " + words(cause), false, cause);
    }
  }

  private void inOrder(Runnable call) {
    synchronized (waiting) {
      waiting.add(call);
      if (busy) {
        return;
      }
      busy = true;
    }
    try {
      executor.execute(this::work);
    } catch (RuntimeException | Error e) {
      // No thread to be had: the caller's limit tells; whoever comes next tries again.
      synchronized (waiting) {
        busy = false;
      }
    }
  }

  private void work() {
    while (true) {
      Runnable next;
      synchronized (waiting) {
        next = waiting.poll();
        if (next == null) {
          busy = false;
          return;
        }
      }
      next.run();
    }
  }

  /** JMX wraps what the application threw. */
  private static Throwable reason(Throwable wrapped) {
    if ((wrapped instanceof MBeanException || wrapped instanceof RuntimeMBeanException)
        && wrapped.getCause() != null) {
      return wrapped.getCause();
    }
    return wrapped;
  }

  private static String words(Throwable cause) {
    if (cause instanceof InstanceNotFoundException) {
      return "the application has taken it out";
    }
    return cause.getMessage() == null ? cause.getClass().getName() : cause.toString();
  }
}
