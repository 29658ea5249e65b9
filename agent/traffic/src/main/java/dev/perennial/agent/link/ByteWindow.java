package dev.perennial.agent.link;

/** Bounds the bytes on their way: who wants to send more waits. Thread-safe. */
final class ByteWindow {
  private final long limit;

  /** Guarded by "this", as is the next. */
  private long used;

  private boolean closed;

  ByteWindow(long limit) {
    this.limit = limit;
  }

  /** Waits for room; something larger than the whole window goes alone. Returns false if closed. */
  synchronized boolean enter(long bytes) throws InterruptedException {
    while (!closed && used > 0 && used + bytes > limit) {
      wait();
    }
    used += bytes;
    return !closed;
  }

  synchronized void leave(long bytes) {
    used -= bytes;
    notifyAll();
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
