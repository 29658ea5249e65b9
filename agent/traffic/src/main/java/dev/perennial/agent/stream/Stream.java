package dev.perennial.agent.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request and its answer on a connection: what both ends have in common. Thread-safe. */
abstract class Stream {
  /** Bytes of a body that may wait for more of it before they leave. */
  private static final int GATHERED = 8 << 10;

  final StreamConnection connection;
  final long id;
  final Inflow in;
  final Outflow out;

  /** When something came for it last. */
  volatile long heardNanos;

  /** Since the last flush; used by the one thread that writes. */
  private int gathered;

  /**
   * @param granted what the peer may send from the start
   * @param credit what may be sent from the start
   */
  Stream(StreamConnection connection, long id, int granted, int credit) {
    this.connection = connection;
    this.id = id;
    this.in = new Inflow(this, connection.settings.windowBytes(), granted);
    this.out = new Outflow(this, credit);
    this.heardNanos = connection.nanos();
  }

  /** Takes a frame that only one of the two ends gets. Must not wait. */
  abstract void take(FrameType type, ByteBuffer payload) throws IOException;

  /** The peer has reset it. Must not wait. */
  abstract void reset(Reset why, String words);

  /** Neither body goes on. */
  final void fail(String why) {
    in.fail(why);
    out.close(why);
  }

  /** Wakes who waits, and runs what was to be run once something changes. */
  final void signal() {
    synchronized (this) {
      notifyAll();
    }
    run(in.due());
    run(out.due());
  }

  private void run(@Nullable Runnable task) {
    if (task != null) {
      connection.run(task);
    }
  }

  final int readBody(ByteBuffer into) throws IOException {
    int count = in.read(into);
    grant(in.release());
    return count;
  }

  final void grant(int bytes) throws IOException {
    if (bytes > 0) {
      byte[] payload = ByteBuffer.allocate(Integer.BYTES).putInt(bytes).array();
      connection.outbox.add(FrameType.CREDIT, id, payload, 0, payload.length);
      connection.outbox.flush();
    }
  }

  /** Sends some of a body, as far as the peer takes it; waits while it does not. */
  final void send(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int end = offset + length;
    while (from < end) {
      if (!out.isReady()) {
        // What the peer has not got yet it cannot read, so it would grant nothing.
        flushOut();
      }
      int count = out.acquire(Math.min(end - from, FrameType.MAX_PAYLOAD));
      connection.outbox.awaitRoom();
      connection.outbox.add(FrameType.DATA, id, bytes, from, count);
      from += count;
      gathered += count;
      if (gathered >= GATHERED) {
        flushOut();
      }
    }
  }

  /** Ends the body that goes out. */
  final void sendEnd(List<String> trailers) throws IOException {
    connection.outbox.add(FrameType.END, id, Heads.write(trailers));
    flushOut();
  }

  /** Sees to it that what was sent leaves now. */
  final void flushOut() throws IOException {
    gathered = 0;
    connection.outbox.flush();
  }
}
