package dev.perennial.agent.thread;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;

/**
 * Starts the few threads without which the guard cannot save this JVM, before the application's
 * first class: one that uses up all threads in its first moments leaves none for them. They wait
 * until they are taken, each once and by its name; where none was begun, one is started then. All
 * are daemons. Thread-safe.
 *
 * <p>What runs at the start has no lambda and joins no strings by {@code +}: the first of these in
 * a JVM takes it some 20 ms, on the thread that is to start the application.
 */
public final class EarlyThreads {
  /** Does the turn of each second. */
  public static final String LOOP = "perennial-loop";

  /** Does short tasks. */
  public static final String TIMER = "perennial-timer";

  /** Shows the native guard that Java runs. */
  public static final String HEARTBEAT = "perennial-guard";

  /** Watches over the end of this process. */
  public static final String RESTART = "perennial-restart";

  /** Frees native memory. */
  public static final String JNA = "perennial-jna";

  private static final Map<String, ScheduledThreadPoolExecutor> schedulers =
      new ConcurrentHashMap<>();
  private static final Map<String, SynchronousQueue<Runnable>> waiting = new ConcurrentHashMap<>();

  private EarlyThreads() {}

  /** Starts all of them; takes well below a millisecond. Those that are refused are left out. */
  public static void begin() {
    try {
      for (String name : new String[] {HEARTBEAT, RESTART, JNA}) {
        SynchronousQueue<Runnable> task = new SynchronousQueue<>();
        daemon(name, new Waiting(task)).start();
        waiting.put(name, task);
      }
      for (String name : new String[] {LOOP, TIMER}) {
        ScheduledThreadPoolExecutor scheduler = newScheduler(name);
        scheduler.prestartCoreThread();
        schedulers.put(name, scheduler);
      }
    } catch (OutOfMemoryError e) {
      // The rest is started when it is needed, if it can be then.
      Thread.onSpinWait();
    }
  }

  private record Waiting(SynchronousQueue<Runnable> task) implements Runnable {
    @Override
    public void run() {
      try {
        task.take().run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private record Daemons(String name) implements ThreadFactory {
    @Override
    public Thread newThread(Runnable task) {
      return daemon(name, task);
    }
  }

  /** Runs a task on the thread of that name. */
  public static void start(String name, Runnable task) {
    SynchronousQueue<Runnable> waits = waiting.remove(name);
    if (waits == null) {
      daemon(name, task).start();
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        waits.put(task);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns an executor of one thread of that name. */
  public static ScheduledExecutorService scheduler(String name) {
    ScheduledThreadPoolExecutor begun = schedulers.remove(name);
    return begun == null ? newScheduler(name) : begun;
  }

  /** Ends those that nobody has taken, and will. */
  public static void end() {
    for (String name : waiting.keySet()) {
      start(name, () -> {});
    }
    for (String name : schedulers.keySet()) {
      scheduler(name).shutdown();
    }
  }

  private static ScheduledThreadPoolExecutor newScheduler(String name) {
    return new ScheduledThreadPoolExecutor(1, new Daemons(name));
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(EarlyThreads.class.getClassLoader());
    return thread;
  }
}
