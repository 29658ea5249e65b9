package java.lang;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The one class that woven code and the agent share. It is defined into {@code java.lang}, where
 * every class loader finds it (also those of OSGi and JBoss Modules) and where nothing has to be
 * appended to the boot class path, which would cost the application its class-data sharing.
 *
 * <p>Woven code calls the static methods; the agent's runtime extends this class and takes the
 * calls. Without a runtime they do nothing. All methods have a fixed arity and pass references as
 * they are: no call allocates. Thread-safe.
 */
public abstract class PerennialBridge {
  /** A session manager has started. Source: the manager. */
  public static final int MANAGER_STARTED = 1;

  /** A session manager is about to stop. Source: the manager. */
  public static final int MANAGER_STOPPING = 2;

  /**
   * A session was taken out of its manager for good. Source: the manager, argument: the session.
   */
  public static final int SESSION_REMOVED = 3;

  /**
   * A request that used this session is over, its changes are in the session. Source: the session.
   */
  public static final int SESSION_TOUCHED = 4;

  /** A session changes its id. Source: the session, argument: the new id. */
  public static final int SESSION_RENAMED = 5;

  /**
   * All managers of an application are loaded and no request has been let in yet. Source: the
   * application's context.
   */
  public static final int APPLICATION_STARTING = 6;

  /** The container was told to stop; nothing has been stopped yet. Source: the container. */
  public static final int CONTAINER_STOPPING = 7;

  /**
   * An answer is complete but for its last bytes. Source: the container's request, argument: its
   * response.
   */
  public static final int RESPONSE_FINISHING = 8;

  /**
   * An asynchronous request has been dispatched again. Source: the request, argument: its response.
   */
  public static final int ASYNC_DISPATCHED = 9;

  /**
   * The relay's header may now be read, and the client's address set. Source: the request,
   * argument: its response.
   */
  public static final int REQUEST_PARSED = 10;

  private static volatile PerennialBridge handler;

  /** Counted down when a handler is there; null where requests need not wait for one. */
  private static volatile CountDownLatch expected;

  private static volatile long patienceMillis;

  /** Nothing to construct but for the runtime's own handler. */
  protected PerennialBridge() {}

  /**
   * Makes requests wait for the handler, at most so long each: after a restart in place a request
   * may be for a session that lives elsewhere, and only the runtime knows.
   *
   * @param millis the longest wait of one request, in milliseconds
   */
  public static void expectHandler(long millis) {
    patienceMillis = millis;
    expected = new CountDownLatch(1);
  }

  /**
   * Takes all calls from now on.
   *
   * @param newHandler the runtime's handler, or null to let everything pass again
   */
  public static void handler(PerennialBridge newHandler) {
    handler = newHandler;
    CountDownLatch waiting = expected;
    if (waiting != null) {
      expected = null;
      waiting.countDown();
    }
  }

  /**
   * Called as the first thing for each request.
   *
   * @return true if the request has been answered and the container must not see it
   */
  public static boolean enter(Object connector, Object request, Object response) {
    PerennialBridge current = handler;
    if (current == null) {
      current = expected == null ? null : await();
    }
    return current != null && current.onEnter(connector, request, response);
  }

  /** Called when the container returns from a request that {@link #enter} let in. */
  public static void exit(Object connector, Object request, Object response) {
    PerennialBridge current = handler;
    if (current != null) {
      current.onExit(connector, request, response);
    }
  }

  /**
   * Called when something has happened inside the container.
   *
   * @param event one of the constants of this class
   */
  public static void event(int event, Object source, Object argument) {
    PerennialBridge current = handler;
    if (current != null) {
      current.onEvent(event, source, argument);
    }
  }

  private static PerennialBridge await() {
    CountDownLatch waiting = expected;
    if (waiting != null) {
      try {
        waiting.await(patienceMillis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return handler;
  }

  /** Takes {@link #enter}. */
  protected abstract boolean onEnter(Object connector, Object request, Object response);

  /** Takes {@link #exit}. */
  protected abstract void onExit(Object connector, Object request, Object response);

  /** Takes {@link #event}. */
  protected abstract void onEvent(int event, Object source, Object argument);
}
