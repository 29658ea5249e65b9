package dev.perennial.agent.stream;

import dev.perennial.agent.link.FieldWriter;
import java.io.IOException;

/** Says things on a connection that are no bodies. Thread-safe. */
final class Sender {
  private static final int LONGEST_REASON = 500;

  private final Outbox outbox;
  private final int maxHeadBytes;

  Sender(Outbox outbox, int maxHeadBytes) {
    this.outbox = outbox;
    this.maxHeadBytes = maxHeadBytes;
  }

  /**
   * Adds a head, to leave with the next flush.
   *
   * @return for {@link Outbox#mayHaveLeft}
   * @throws IOException if it is too long, and nothing of it will leave
   */
  long head(FrameType type, long id, FieldWriter head) throws IOException {
    if (head.size() > maxHeadBytes) {
      throw new IOException(
          "a head has " + head.size() + " bytes; at most " + maxHeadBytes + " travel");
    }
    return outbox.add(type, id, head);
  }

  /** Resets a stream. Does not wait. */
  void reset(long id, Reset why, String words) {
    FieldWriter out = new FieldWriter(64);
    out.u1(why.code);
    out.text(words.substring(0, Math.min(words.length(), LONGEST_REASON)));
    soon(FrameType.RESET, id, out);
  }

  /** Asks the peer whether it lives. Does not wait. */
  void ping() {
    soon(FrameType.PING, 0, new FieldWriter(0));
  }

  /** Does not wait. */
  void pong() {
    soon(FrameType.PONG, 0, new FieldWriter(0));
  }

  private void soon(FrameType type, long id, FieldWriter payload) {
    try {
      outbox.add(type, id, payload);
      outbox.flushElsewhere();
    } catch (IOException e) {
      // It has ended, and with it whatever the peer was to be told.
    }
  }
}
