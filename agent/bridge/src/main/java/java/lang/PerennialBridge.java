package java.lang;

import java.io.FileDescriptor;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

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
   * A session is about to leave its manager for good: invalidated or expired, not renamed. Source:
   * the manager, argument: the session.
   */
  public static final int SESSION_REMOVED = 3;

  /**
   * A request that used this session is over, its changes are in the session. Source: the session.
   */
  public static final int SESSION_TOUCHED = 4;

  /**
   * A session is about to change its id; it still has the old one. Source: the session, argument:
   * the new id.
   */
  public static final int SESSION_RENAMED = 5;

  /**
   * All managers of an application are loaded and no request has been let in yet. Source: the
   * application's context.
   */
  public static final int APPLICATION_STARTING = 6;

  /** The container was told to stop; nothing has been stopped yet. Source: the container. */
  public static final int CONTAINER_STOPPING = 7;

  /**
   * An answer is complete but for its last bytes: at its end, or when the application closes it.
   * Once for each answer. Source: the container's request, as given to {@link #enter}, argument:
   * its response.
   */
  public static final int RESPONSE_FINISHING = 8;

  /**
   * An asynchronous request has been dispatched again, or its object is about to be used for
   * another one. Source: the request, argument: its response.
   */
  public static final int ASYNC_DISPATCHED = 9;

  /**
   * A session manager has looked after its sessions, as it does every few seconds, whether or not
   * there are requests. Source: the manager.
   */
  public static final int MANAGER_RUNNING = 10;

  /**
   * A session has been put into its manager under a new id, and its maker does not have it yet.
   * Source: the manager, argument: the session.
   */
  public static final int SESSION_MADE = 11;

  private static volatile PerennialBridge handler;

  /** Counted down when a handler is there; null where requests need not wait for one. */
  private static volatile CountDownLatch expected;

  private static volatile long patienceMillis;

  private static volatile Predicate<Object[]> binder;

  /** Counted down when a binder is there; null where a bind need not wait for one. */
  private static volatile CountDownLatch binderExpected;

  private static volatile long binderPatienceMillis;

  private static final AtomicLong suppressed = new AtomicLong();

  private static volatile String lastSuppressed;

  private static final AtomicLong refusals = new AtomicLong();

  private static volatile Consumer<Thread> threadStarts;

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

  /** Makes nobody wait any more, whether or not somebody takes the calls. */
  public static void release() {
    CountDownLatch waiting = expected;
    expected = null;
    if (waiting != null) {
      waiting.countDown();
    }
    waiting = binderExpected;
    binderExpected = null;
    if (waiting != null) {
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

  /**
   * Makes each bind of a socket wait for the {@link #binder}, at most so long: after a restart in
   * place the socket may have been kept, and only the runtime knows. Threads of the agent itself
   * (named "perennial-...") do not wait.
   *
   * @param millis the longest wait of one bind, in milliseconds
   */
  public static void expectBinder(long millis) {
    binderPatienceMillis = millis;
    binderExpected = new CountDownLatch(1);
  }

  /**
   * Is asked before each bind of a socket from now on.
   *
   * @param newBinder given { FileDescriptor, InetAddress, Integer port }, or { FileDescriptor, Path
   *     } for a Unix domain socket, returns true if the descriptor is bound already and the JDK
   *     must not bind it; null to bind as usual
   */
  public static void binder(Predicate<Object[]> newBinder) {
    binder = newBinder;
    CountDownLatch waiting = binderExpected;
    if (waiting != null) {
      binderExpected = null;
      waiting.countDown();
    }
  }

  /**
   * Called before the JDK binds a socket. Never throws.
   *
   * @return true if it is bound already
   */
  public static boolean bind(FileDescriptor descriptor, InetAddress address, int port) {
    return askBinder(new Object[] {descriptor, address, port});
  }

  /**
   * Called before the JDK binds a Unix domain socket. Never throws.
   *
   * @return true if it is bound already
   */
  public static boolean bindUnix(FileDescriptor descriptor, Path path) {
    return askBinder(new Object[] {descriptor, path});
  }

  private static boolean askBinder(Object[] call) {
    try {
      CountDownLatch waiting = binderExpected;
      if (waiting != null && !Thread.currentThread().getName().startsWith("perennial-")) {
        await(waiting, binderPatienceMillis);
      }
      Predicate<Object[]> current = binder;
      return current != null && current.test(call);
    } catch (Throwable e) {
      suppressed(e);
      return false;
    }
  }

  /**
   * Called when an OutOfMemoryError has been made by code; those that the JVM throws itself are not
   * made that way. Never throws, and allocates nothing.
   */
  public static void refused() {
    refusals.incrementAndGet();
  }

  /** Returns how many of them there have been. */
  public static long refusals() {
    return refusals.get();
  }

  /**
   * Is told of each thread that is started from now on, but of virtual ones.
   *
   * @param taker called on the thread that starts it, with that one; null to tell nobody
   */
  public static void threadStarts(Consumer<Thread> taker) {
    threadStarts = taker;
  }

  /** Called before a thread is started. Never throws. */
  public static void starting(Thread thread) {
    try {
      Consumer<Thread> current = threadStarts;
      if (current != null) {
        current.accept(thread);
      }
    } catch (Throwable e) {
      suppressed(e);
    }
  }

  /** Counts an error that woven code has kept from the application. Never throws. */
  public static void suppressed(Throwable error) {
    suppressed.incrementAndGet();
    try {
      StackTraceElement[] trace = error.getStackTrace();
      lastSuppressed =
          error.toString().concat(trace.length == 0 ? "" : " at ".concat(trace[0].toString()));
    } catch (Throwable e) {
      // The error's own text fails, or memory is exhausted: the count must do.
      lastSuppressed = null;
    }
  }

  /** Returns how many errors woven code has kept from the application. */
  public static long suppressedCount() {
    return suppressed.get();
  }

  /** Returns the last such error in words, or null. */
  public static String lastSuppressed() {
    return lastSuppressed;
  }

  private static PerennialBridge await() {
    CountDownLatch waiting = expected;
    if (waiting != null) {
      await(waiting, patienceMillis);
    }
    return handler;
  }

  private static void await(CountDownLatch waiting, long millis) {
    try {
      waiting.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes {@link #enter}. */
  protected abstract boolean onEnter(Object connector, Object request, Object response);

  /** Takes {@link #exit}. */
  protected abstract void onExit(Object connector, Object request, Object response);

  /** Takes {@link #event}. */
  protected abstract void onEvent(int event, Object source, Object argument);
}
