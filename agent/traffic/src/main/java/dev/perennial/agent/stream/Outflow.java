package dev.perennial.agent.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/** How much of a body the peer takes now. Thread-safe; all waits are on the stream's lock. */
final class Outflow {
  private final Object lock;

  /** Guarded by the lock, as is all that follows. */
  private long credit;

  private @Nullable String closed;
  private @Nullable Runnable task;

  Outflow(Object lock, int credit) {
    this.lock = lock;
    this.credit = credit;
  }

  void add(int bytes) throws IOException {
    synchronized (lock) {
      credit += bytes;
      if (bytes < 0 || credit > Integer.MAX_VALUE) {
        throw new IOException("the peer grants " + bytes + " bytes");
      }
    }
  }

  /** The peer takes nothing any more. */
  void close(String why) {
    synchronized (lock) {
      if (closed == null) {
        closed = why;
      }
    }
  }

  /** Returns whether some bytes may be sent, or it has failed. */
  boolean isReady() {
    synchronized (lock) {
      return credit > 0 || closed != null;
    }
  }

  /** Returns how many bytes may be sent now; -1 if the peer takes nothing any more. */
  int available() {
    synchronized (lock) {
      return closed == null ? (int) credit : -1;
    }
  }

  /** Waits until some bytes may be sent; returns how many. */
  int acquire(int wanted) throws IOException {
    synchronized (lock) {
      await();
      int count = (int) Math.min(wanted, credit);
      credit -= count;
      return count;
    }
  }

  /** Waits until some bytes may be sent. */
  void await() throws IOException {
    synchronized (lock) {
      try {
        while (credit == 0 && closed == null) {
          lock.wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while a body was sent");
      }
      if (closed != null) {
        throw new IOException(closed);
      }
    }
  }

  /** Returns whether it has to be run at once; otherwise it is kept for {@link #due}. */
  boolean isDueNow(Runnable whenWritable) {
    synchronized (lock) {
      task = isReady() ? null : whenWritable;
      return task == null;
    }
  }

  /** Returns what is to be run now, once. */
  @Nullable Runnable due() {
    synchronized (lock) {
      Runnable due = isReady() ? task : null;
      if (due != null) {
        task = null;
      }
      return due;
    }
  }
}
