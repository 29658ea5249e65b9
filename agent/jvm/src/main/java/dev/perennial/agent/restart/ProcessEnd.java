package dev.perennial.agent.restart;

import dev.perennial.agent.thread.EarlyThreads;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The only class that ends this process, and only when ordered to. After the application's shutdown
 * hooks, or when they hang for too long, it becomes the next life; where it cannot, it ends with a
 * status that a supervisor takes for "start again". An operator who stops the process meanwhile
 * wins.
 *
 * <p>What runs during the shutdown is loaded and has been run once before, and joins no strings by
 * {@code +}: that would link code at its first use, which may fail then. Thread-safe.
 */
final class ProcessEnd {
  private static final int STATUS_OF_SIGTERM = 143;
  private static final long LOSER_WAITS_SECONDS = 10;

  private final int exitStatus;
  private final Duration stopLimit;
  private final CountDownLatch ordered = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private final AtomicBoolean ending = new AtomicBoolean();
  private final Thread order = new Thread(this::shutdownBegins, "perennial-stop");
  private final FileOutputStream stderr = new FileOutputStream(FileDescriptor.err);

  /** True once the JVM began to shut down for another reason. */
  private volatile boolean stopping;

  private volatile @Nullable Next next;

  /** What comes; without an image, the end. */
  private record Next(
      @Nullable ProcessImage image,
      int[] kept,
      @Nullable NativePaths paths,
      @Nullable NativePaths secret) {}

  ProcessEnd(int exitStatus, Duration stopLimit) {
    this.exitStatus = exitStatus;
    this.stopLimit = stopLimit;
    operatorStops();
    EarlyThreads.start(EarlyThreads.RESTART, this::watch);
  }

  /**
   * Sets what comes when it is ordered.
   *
   * @param kept descriptors that live on
   * @param paths of Unix domain sockets among these; null if none is kept
   * @param secret file that has it for the next life; null if there is none
   * @throws IllegalStateException if the JVM is already shutting down, or it is armed
   */
  synchronized void arm(
      @Nullable ProcessImage image,
      int[] kept,
      @Nullable NativePaths paths,
      @Nullable NativePaths secret) {
    if (next != null) {
      throw new IllegalStateException("a restart is armed already");
    }
    Runtime.getRuntime().addShutdownHook(order);
    next = new Next(image, kept, paths, secret);
  }

  /** Takes {@link #arm} back. */
  synchronized void disarm() {
    if (next != null && ordered.getCount() > 0 && !stopping) {
      Runtime.getRuntime().removeShutdownHook(order);
      next = null;
    }
  }

  /**
   * Ends this life; never returns normally.
   *
   * @throws IllegalStateException if it is not armed, or the JVM already stops for another reason
   */
  @SuppressWarnings("SystemExitOutsideMain")
  void order() {
    if (next == null || stopping) {
      throw new IllegalStateException(
          stopping ? "the JVM is shutting down already" : "no restart is armed");
    }
    ordered.countDown();
    try {
      Runtime.getRuntime().exit(exitStatus);
    } catch (Throwable e) {
      // A security manager, or no memory: then without the application's hooks.
      end();
    }
  }

  /** To be called after the application's shutdown hooks. */
  void afterHooks() {
    if (ordered.getCount() == 0 && !stopping) {
      end();
    }
  }

  private void shutdownBegins() {
    stopping = ordered.getCount() > 0;
  }

  private void watch() {
    try {
      ordered.await();
      never.await(stopLimit.toMillis(), TimeUnit.MILLISECONDS);
      say("perennial: the application's shutdown takes too long and is cut short\n");
      end();
    } catch (Throwable e) {
      // Without the watchdog a hanging shutdown hangs, as it would without the agent.
      say("perennial: the watchdog of the restart has failed\n");
    }
  }

  @SuppressWarnings("SystemExitOutsideMain")
  private void end() {
    if (!ending.compareAndSet(false, true)) {
      awaitOther();
      return;
    }
    Next then = next;
    if (operatorStops()) {
      deleteSecret(then);
      Runtime.getRuntime().halt(STATUS_OF_SIGTERM);
    }
    if (then != null && then.image != null) {
      int error = then.image.replace(then.kept);
      if (then.paths != null) {
        then.paths.unlink();
      }
      deleteSecret(then);
      say(
          "perennial: cannot restart in place: execve failed with errno "
              .concat(Integer.toString(error))
              .concat("; ending with status ")
              .concat(Integer.toString(exitStatus))
              .concat(" for the supervisor to start it again\n"));
    }
    Runtime.getRuntime().halt(exitStatus);
  }

  /** Where there is no next life, who starts another one gives it its secret. */
  private static void deleteSecret(@Nullable Next then) {
    if (then != null && then.secret != null) {
      then.secret.unlink();
    }
  }

  /** If the shutdown thread went on meanwhile, the JVM would end under the other's exec. */
  private void awaitOther() {
    try {
      never.await(LOSER_WAITS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The JVM handles each signal in a thread named after it, which waits for the shutdown to end.
   */
  private static boolean operatorStops() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    for (ThreadGroup parent = group; parent != null; parent = parent.getParent()) {
      group = parent;
    }
    if (group == null) {
      return false;
    }
    Thread[] threads = new Thread[group.activeCount() * 2 + 16];
    int count = group.enumerate(threads);
    for (int i = 0; i < count; i++) {
      String name = threads[i].getName();
      if (name.equals("SIGTERM handler") || name.equals("SIGINT handler")) {
        return true;
      }
    }
    return false;
  }

  /** Not System.err: whoever holds its lock may be what hangs. */
  private void say(String line) {
    try {
      stderr.write(line.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // Nobody reads it; the restart goes on.
    }
  }
}
