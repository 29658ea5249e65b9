package dev.perennial.agent.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body that comes in: what has come and was not read. The peer sends only what it was granted, so
 * this holds {@code windowBytes} at most, and whoever fills it never waits. Thread-safe; all waits
 * are on the stream's lock.
 */
final class Inflow {
  /** Small pieces share an array of this size. */
  private static final int PIECE = 4096;

  private final Object lock;
  private final int windowBytes;

  /** Each from its position to its limit. Guarded by the lock, as is all that follows. */
  private final ArrayDeque<ByteBuffer> pieces = new ArrayDeque<>(4);

  private int held;

  /** What the peer may still send. */
  private int granted;

  /** What was read since something was granted. */
  private int read;

  private boolean awaited;
  private boolean ended;
  private List<String> trailers = List.of();
  private @Nullable String failure;
  private @Nullable Runnable task;

  /**
   * @param granted from the start; 0 to ask for the body later
   */
  Inflow(Object lock, int windowBytes, int granted) {
    this.lock = lock;
    this.windowBytes = windowBytes;
    this.granted = granted;
  }

  /** Returns how much to grant the peer now; 0 for nothing. */
  int want() {
    synchronized (lock) {
      if (granted > 0 || held > 0 || read > 0 || isOver()) {
        return 0;
      }
      granted = windowBytes;
      return windowBytes;
    }
  }

  /** Takes all that remains in a buffer. */
  void put(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    synchronized (lock) {
      if (length > granted || ended) {
        throw new IOException("the peer sends more of a body than it may");
      }
      granted -= length;
      if (failure != null || length == 0) {
        return;
      }
      held += length;
      ByteBuffer last = pieces.peekLast();
      if (last != null && last.capacity() - last.limit() >= length) {
        int at = last.limit();
        last.limit(at + length).put(at, bytes, bytes.position(), length);
        return;
      }
      // What is read at once needs no more room than it has.
      ByteBuffer piece = ByteBuffer.allocate(last == null ? length : Math.max(length, PIECE));
      pieces.add(piece.put(bytes).flip());
    }
  }

  /** Nothing more will come. */
  void end(List<String> behind) {
    synchronized (lock) {
      ended = true;
      trailers = behind;
    }
  }

  /** Nothing more can be read. */
  void fail(String why) {
    synchronized (lock) {
      if (failure == null) {
        failure = why;
        pieces.clear();
        held = 0;
      }
    }
  }

  /** Reads what is there; waits until there is something. Returns -1 at the end. */
  int read(ByteBuffer into) throws IOException {
    synchronized (lock) {
      if (!into.hasRemaining()) {
        return 0;
      }
      await();
      if (failure != null) {
        throw new IOException(failure);
      }
      int count = 0;
      while (held > 0 && into.hasRemaining()) {
        ByteBuffer piece = pieces.getFirst();
        int length = Math.min(piece.remaining(), into.remaining());
        into.put(piece.array(), piece.arrayOffset() + piece.position(), length);
        piece.position(piece.position() + length);
        if (!piece.hasRemaining()) {
          pieces.removeFirst();
        }
        count += length;
        held -= length;
      }
      read += count;
      return count == 0 ? -1 : count;
    }
  }

  private void await() throws IOException {
    awaited = true;
    try {
      while (held == 0 && !isOver()) {
        lock.wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a body was read");
    } finally {
      awaited = false;
    }
  }

  /** Returns whether somebody waits for more. */
  boolean isAwaited() {
    synchronized (lock) {
      return awaited;
    }
  }

  /** Returns how much to grant the peer for what was read; 0 while that is not worth a frame. */
  int release() {
    synchronized (lock) {
      if (isOver() || read < windowBytes / 2) {
        return 0;
      }
      int more = read;
      read = 0;
      granted += more;
      return more;
    }
  }

  /** Returns whether all of it has come. */
  boolean isComplete() {
    synchronized (lock) {
      return ended;
    }
  }

  /** Returns how many bytes can be read without waiting; -1 at the end or after a failure. */
  int available() {
    synchronized (lock) {
      return held > 0 ? held : isOver() ? -1 : 0;
    }
  }

  private boolean isOver() {
    return ended || failure != null;
  }

  /** Returns what came behind the body; empty before its end. */
  List<String> trailers() {
    synchronized (lock) {
      return held == 0 && ended ? trailers : List.of();
    }
  }

  /** Returns whether it has to be run at once; otherwise it is kept for {@link #due}. */
  boolean isDueNow(Runnable whenReadable) {
    synchronized (lock) {
      task = available() == 0 ? whenReadable : null;
      return task == null;
    }
  }

  /** Returns what is to be run now, once. */
  @Nullable Runnable due() {
    synchronized (lock) {
      Runnable due = available() == 0 ? null : task;
      if (due != null) {
        task = null;
      }
      return due;
    }
  }
}
