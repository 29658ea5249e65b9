package dev.perennial.coordinator.hazelcast;

import com.hazelcast.internal.networking.HandlerStatus;
import com.hazelcast.internal.networking.InboundHandler;
import com.hazelcast.internal.nio.IOUtil;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** Opens what a member has sent. First in a channel's pipeline; for its thread. */
final class TlsIn extends InboundHandler<ByteBuffer, ByteBuffer> {
  private static final int BUFFER_BYTES = 64 << 10;

  private final SSLEngine engine;
  private final ByteBuffer opened;

  TlsIn(SSLEngine engine) {
    this.engine = engine;
    this.opened = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).limit(0);
  }

  @Override
  public void handlerAdded() {
    initSrcBuffer(BUFFER_BYTES);
  }

  @Override
  public HandlerStatus onRead() throws IOException {
    src.flip();
    try {
      while (true) {
        if (!passOn()) {
          return HandlerStatus.DIRTY;
        }
        if (!open()) {
          return HandlerStatus.CLEAN;
        }
      }
    } finally {
      IOUtil.compactOrClear(src);
    }
  }

  /** Returns whether all of it was passed on; at first the next handler takes three bytes. */
  private boolean passOn() {
    int bytes = Math.min(opened.remaining(), dst.remaining());
    int limit = opened.limit();
    dst.put(opened.limit(opened.position() + bytes));
    opened.limit(limit);
    return !opened.hasRemaining();
  }

  /** Returns whether there was a whole record. */
  private boolean open() throws IOException {
    opened.clear();
    SSLEngineResult result;
    try {
      result = engine.unwrap(src, opened);
    } finally {
      opened.flip();
    }
    return switch (result.getStatus()) {
      case OK -> {
        answer(result.getHandshakeStatus());
        yield true;
      }
      case BUFFER_UNDERFLOW -> false;
      case BUFFER_OVERFLOW -> throw new IOException("a record larger than TLS allows");
      case CLOSED -> throw new EOFException("the peer has ended the connection");
    };
  }

  /** Of long connections TLS changes the keys. */
  private void answer(HandshakeStatus status) {
    if (status == HandshakeStatus.NEED_TASK) {
      for (Runnable task = engine.getDelegatedTask();
          task != null;
          task = engine.getDelegatedTask()) {
        task.run();
      }
    }
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      var unused = channel.outboundPipeline().wakeup();
    }
  }
}
