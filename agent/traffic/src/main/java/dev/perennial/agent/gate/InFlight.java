package dev.perennial.agent.gate;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts requests in flight, in two phases, so that one can wait for "all that were admitted before
 * now" while others come. Striped by thread, padded, no allocation.
 *
 * <p>A ticket names phase and stripe: a request leaves the very cell that it entered, so no cell is
 * ever negative, and once a phase is closed each of its cells only falls. Hence the phase is empty
 * if each cell has been seen at zero once.
 */
final class InFlight {
  private static final int STRIPES = 16;

  /** Cells of one stripe lie a cache line apart (64 bytes of 4-byte cells). */
  private static final int PAD = 16;

  private final AtomicIntegerArray[] cells = {
    new AtomicIntegerArray(STRIPES * PAD), new AtomicIntegerArray(STRIPES * PAD)
  };
  private volatile int phase;

  /** Counts a request in and returns its ticket. */
  int enter() {
    int stripe = (int) (Thread.currentThread().getId() & (STRIPES - 1));
    while (true) {
      int now = phase;
      cells[now].incrementAndGet(stripe * PAD);
      if (now == phase) {
        return now * STRIPES + stripe;
      }
      // The phase was closed meanwhile: its waiter may have passed this cell already.
      cells[now].decrementAndGet(stripe * PAD);
    }
  }

  /** Counts a request out. */
  void leave(int ticket) {
    cells[ticket / STRIPES].decrementAndGet((ticket % STRIPES) * PAD);
  }

  /**
   * Closes the present phase: later requests count in the other one. The other one must be empty.
   *
   * @return the phase that was closed
   */
  int flip() {
    int closed = phase;
    phase = 1 - closed;
    return closed;
  }

  /** Returns the phase that new requests do not count in. */
  int otherPhase() {
    return 1 - phase;
  }

  /** Returns how many requests of a phase are in flight; exact once it is closed and 0. */
  int count(int ofPhase) {
    int sum = 0;
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      sum += cells[ofPhase].get(stripe * PAD);
    }
    return sum;
  }

  /** Returns how many requests are in flight, about. */
  int count() {
    return count(0) + count(1);
  }
}
