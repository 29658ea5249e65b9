package dev.perennial.agent.stream;

import java.util.function.LongSupplier;

/** Whether the peer of one connection lives, as far as can be seen from here. Thread-safe. */
final class Pulse {
  private final StreamSettings settings;
  private final LongSupplier nanos;

  /** For the thread that looks at the time. */
  private final Silence silence = new Silence();

  private volatile long heardNanos;

  /** Guarded by "this", as is the next one. */
  private long pongs;

  private boolean ended;

  Pulse(StreamSettings settings, LongSupplier nanos) {
    this.settings = settings;
    this.nanos = nanos;
    heard();
  }

  /** What is to be done about a silent peer. */
  enum Advice {
    NOTHING,
    ASK,
    GIVE_UP
  }

  /** Something has come. */
  void heard() {
    heardNanos = nanos.getAsLong();
  }

  long heardNanos() {
    return heardNanos;
  }

  /** Returns whether the peer has shown in the last so many nanoseconds that it lives. */
  boolean heardWithin(long limitNanos) {
    return nanos.getAsLong() - heardNanos <= limitNanos;
  }

  /** The peer has answered a ping. */
  synchronized void pong() {
    pongs++;
    notifyAll();
  }

  /** Nothing will come any more. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Asks the peer, and returns whether it has answered in time. */
  synchronized boolean answers(Runnable ping, long limitMillis) throws InterruptedException {
    long before = pongs;
    long end = nanos.getAsLong() + limitMillis * 1_000_000;
    ping.run();
    while (pongs == before && !ended) {
      long left = (end - nanos.getAsLong()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return !ended;
  }

  /**
   * Looks at the time while something is awaited of the peer.
   *
   * @param usedNanos when that last began
   */
  Advice advice(long usedNanos) {
    long silent = silence.at(nanos.getAsLong(), Math.max(heardNanos, usedNanos));
    if (silent > settings.deadAfter().toNanos()) {
      return Advice.GIVE_UP;
    }
    return silent > settings.pingAfter().toNanos() ? Advice.ASK : Advice.NOTHING;
  }
}
