package dev.perennial.agent.link;

import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A socket is closed unless something is over in time, however slow the peer is. Not a timeout of
 * the socket: the JDK leaves a socket that ever had one non-blocking, and each later read of it
 * costs three calls of the system instead of one. Thread-safe.
 */
final class Deadline implements AutoCloseable {
  private final Duration limit;
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private final ScheduledFuture<?> closing;

  private enum State {
    RUNNING,
    MET,
    PASSED
  }

  /**
   * @param timer gets a short task that never blocks
   * @throws LinkClosedException if the timer has ended
   */
  Deadline(Socket socket, Duration limit, ScheduledExecutorService timer)
      throws LinkClosedException {
    this.limit = limit;
    try {
      closing = timer.schedule(() -> pass(socket), limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      throw new LinkClosedException("links have ended here");
    }
  }

  private void pass(Socket socket) {
    if (state.compareAndSet(State.RUNNING, State.PASSED)) {
      Sockets.close(socket);
    }
  }

  boolean hasPassed() {
    return state.get() == State.PASSED;
  }

  /** Returns whether it was in time; from now on the socket is left alone. */
  boolean isMet() {
    return state.compareAndSet(State.RUNNING, State.MET) || state.get() == State.MET;
  }

  Duration limit() {
    return limit;
  }

  @Override
  public void close() {
    state.compareAndSet(State.RUNNING, State.MET);
    closing.cancel(false);
  }
}
