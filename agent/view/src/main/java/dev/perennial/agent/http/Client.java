package dev.perennial.agent.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One client of a {@link Port}, from its connection to its end. It gets one answer; then all that
 * it still sends is passed over until it has closed its side, so that closing ours does not reset
 * the connection, which could cost it the answer. For the port's thread alone.
 */
final class Client {
  private final Port port;
  private final SocketChannel channel;
  private final SelectionKey key;
  private @Nullable Talk talk;
  private @Nullable ByteBuffer answer;
  private boolean heardAll;
  private long sinceNanos;

  Client(Port port, SocketChannel channel, SelectionKey key, long sinceNanos) {
    this.port = port;
    this.channel = channel;
    this.key = key;
    this.sinceNanos = sinceNanos;
  }

  void talks(Talk with) {
    if (answer == null) {
      talk = with;
    }
  }

  /** Returns when it connected, or was answered. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** Sends what is all that it will get, and does nothing if it has gone. Thread-safe. */
  void answer(byte[] bytes) {
    port.run(() -> answerHere(bytes));
  }

  private void answerHere(byte[] bytes) {
    if (answer != null || !channel.isOpen()) {
      return;
    }
    answer = ByteBuffer.wrap(bytes);
    talk = null;
    sinceNanos = port.answered(this);
    try {
      flush();
    } catch (IOException e) {
      port.end(this);
    }
  }

  /** Takes what can be taken and sends what can be sent, now. */
  void ready(ByteBuffer buffer) throws IOException {
    if (key.isValid() && key.isReadable()) {
      read(buffer);
    }
    if (key.isValid() && key.isWritable()) {
      flush();
    }
  }

  private void read(ByteBuffer buffer) throws IOException {
    buffer.clear();
    int read = channel.read(buffer);
    if (read < 0) {
      heardAll = true;
      key.interestOpsAnd(~SelectionKey.OP_READ);
      endIfOver();
      return;
    }
    Talk with = talk;
    if (with != null) {
      with.heard(buffer.flip());
    }
  }

  private void flush() throws IOException {
    ByteBuffer rest = answer;
    if (rest == null) {
      return;
    }
    channel.write(rest);
    if (rest.hasRemaining()) {
      key.interestOpsOr(SelectionKey.OP_WRITE);
      return;
    }
    key.interestOpsAnd(~SelectionKey.OP_WRITE);
    channel.shutdownOutput();
    endIfOver();
  }

  private void endIfOver() {
    ByteBuffer rest = answer;
    // Whoever has said all without having asked gets no answer.
    boolean waits = rest == null ? talk == null : rest.hasRemaining();
    if (heardAll && !waits) {
      port.end(this);
    }
  }

  /** The request is whole: nothing more is listened to, and the answer may take its time. */
  void heardEnough() {
    talk = null;
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is of no more use either way.
      return;
    }
  }
}
