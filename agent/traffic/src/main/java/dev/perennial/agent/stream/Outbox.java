package dev.perennial.agent.stream;

import dev.perennial.agent.link.Channel;
import dev.perennial.agent.link.FieldWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way to a channel. Who has added some flushes; while one thread writes to the
 * socket, those of the others gather, and it takes them along as one chunk. So there is no thread
 * for it, and a busy connection needs fewer calls of the system. Thread-safe.
 */
final class Outbox {
  /** Bodies wait while so many bytes have gathered. */
  private static final int FULL = 256 << 10;

  private static final int FIRST_BYTES = 16 << 10;

  /** So many chunks are written by one thread on behalf of the others before another goes on. */
  private static final int TURNS = 16;

  private final Channel channel;
  private final Executor others;

  /** Guarded by "this", as are the next ones. */
  private byte[] gathering = new byte[FIRST_BYTES];

  private int size;
  private byte @Nullable [] spare = new byte[FIRST_BYTES];
  private boolean writing;
  private boolean closed;
  private long added;

  /** Bytes that the peer may have got. */
  private volatile long attempted;

  /**
   * @param others runs a task at once, not queued behind others
   */
  Outbox(Channel channel, Executor others) {
    this.channel = channel;
    this.others = others;
  }

  /**
   * Adds a frame; in parts, if it is long.
   *
   * @return for {@link #mayHaveLeft}
   */
  synchronized long add(FrameType type, long id, byte[] payload, int offset, int length)
      throws IOException {
    if (closed) {
      throw new IOException("the connection has ended");
    }
    int from = offset;
    int left = length;
    while (left > FrameType.MAX_PAYLOAD) {
      frame(FrameType.PART, id, payload, from, FrameType.MAX_PAYLOAD);
      from += FrameType.MAX_PAYLOAD;
      left -= FrameType.MAX_PAYLOAD;
    }
    frame(type, id, payload, from, left);
    return added;
  }

  long add(FrameType type, long id, FieldWriter payload) throws IOException {
    return add(type, id, payload.array(), 0, payload.size());
  }

  private void frame(FrameType type, long id, byte[] payload, int offset, int length) {
    int bytes = FrameType.HEADER_BYTES + length;
    if (size + bytes > gathering.length) {
      gathering = Arrays.copyOf(gathering, Math.max(size + bytes, 2 * gathering.length));
    }
    ByteBuffer.wrap(gathering, size, bytes)
        .put(type.code)
        .putLong(id)
        .putInt(length)
        .put(payload, offset, length);
    size += bytes;
    added += bytes;
  }

  /** Returns whether the peer may have got all that was added up to a place. */
  boolean mayHaveLeft(long place) {
    return attempted >= place;
  }

  /** Waits until there is room for some of a body. */
  void awaitRoom() throws IOException {
    synchronized (this) {
      try {
        while (writing && size >= FULL && !closed) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while a body was sent");
      }
      if (size < FULL) {
        return;
      }
    }
    flush();
  }

  /** Sees to it that all that was added leaves; if another thread writes, it takes it along. */
  void flush() throws IOException {
    for (int turn = 0; turn < TURNS; turn++) {
      byte[] bytes;
      int length;
      synchronized (this) {
        if (writing || size == 0 || closed) {
          return;
        }
        writing = true;
        bytes = gathering;
        length = size;
        gathering = spare == null ? new byte[FIRST_BYTES] : spare;
        spare = null;
        size = 0;
        // Before the first byte leaves: from now on it is not known what the peer has got.
        attempted = added;
        notifyAll();
      }
      write(bytes, length);
    }
    flushElsewhere();
  }

  private void write(byte[] bytes, int length) throws IOException {
    boolean written = false;
    try {
      int from = 0;
      while (from < length) {
        int to = wholeFrames(bytes, from, length);
        channel.write(bytes, from, to - from);
        from = to;
      }
      written = true;
    } finally {
      synchronized (this) {
        writing = false;
        spare = bytes.length <= 2 * FULL ? bytes : null;
        closed |= !written;
        notifyAll();
      }
      if (!written) {
        // Whoever reads from it tells the streams.
        channel.close();
      }
    }
  }

  /** Returns where a chunk ends that holds whole frames, as many as there is room for. */
  private static int wholeFrames(byte[] bytes, int from, int length) {
    ByteBuffer frames = ByteBuffer.wrap(bytes);
    int to = from;
    while (to < length) {
      int lengthAt = to + FrameType.HEADER_BYTES - Integer.BYTES;
      int next = to + FrameType.HEADER_BYTES + frames.getInt(lengthAt);
      if (next - from > Channel.MAX_BYTES) {
        break;
      }
      to = next;
    }
    return to;
  }

  /** As {@link #flush}, for threads that must not wait. */
  void flushElsewhere() {
    try {
      others.execute(
          () -> {
            try {
              flush();
            } catch (IOException e) {
              // It is closed then, and who reads from it says so.
            }
          });
    } catch (RuntimeException | OutOfMemoryError e) {
      channel.close();
    }
  }

  /** Takes nothing any more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
