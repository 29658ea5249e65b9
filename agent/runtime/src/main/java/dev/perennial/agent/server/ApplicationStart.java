package dev.perennial.agent.server;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Tells when the application has started, so that what the agent can do later does not take the
 * processors from it: it listens, and has had a moment for the first requests. Where that is never
 * seen (a container that is not known), enough time has passed. Thread-safe.
 */
public final class ApplicationStart {
  /** For the first requests, which load classes too. */
  static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Nobody waits longer, whatever the application does. */
  static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(15);

  private static final long LOOK_MILLIS = 50;

  private final BooleanSupplier listens;
  private final LongSupplier nanos;
  private final long begunNanos;

  /** Guarded by "this", as is what follows. */
  private boolean over;

  private boolean listened;
  private long listensSinceNanos;

  /**
   * @param running whether the agent came into an application that was running already
   * @param listens whether a connector of the application is open
   * @param nanos a clock such as {@link System#nanoTime}
   */
  public ApplicationStart(boolean running, BooleanSupplier listens, LongSupplier nanos) {
    this.listens = listens;
    this.nanos = nanos;
    begunNanos = nanos.getAsLong();
    over = running;
  }

  synchronized boolean isOver() {
    long now = nanos.getAsLong();
    if (!over && !listened && listens.getAsBoolean()) {
      listened = true;
      listensSinceNanos = now;
    }
    over |= now - begunNanos >= LIMIT_NANOS || (listened && now - listensSinceNanos >= GRACE_NANOS);
    return over;
  }

  /** Waits until it has. */
  public void await() throws InterruptedException {
    while (!isOver()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
