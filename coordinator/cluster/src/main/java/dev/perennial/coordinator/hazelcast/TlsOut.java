package dev.perennial.coordinator.hazelcast;

import com.hazelcast.internal.networking.HandlerStatus;
import com.hazelcast.internal.networking.OutboundHandler;
import com.hazelcast.internal.nio.IOUtil;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** Seals what a member sends. Last in a channel's pipeline; for its thread. */
final class TlsOut extends OutboundHandler<ByteBuffer, ByteBuffer> {
  private static final int BUFFER_BYTES = 64 << 10;

  private final SSLEngine engine;

  TlsOut(SSLEngine engine) {
    this.engine = engine;
  }

  @Override
  public void handlerAdded() {
    initDstBuffer(BUFFER_BYTES);
  }

  @Override
  public HandlerStatus onWrite() throws IOException {
    IOUtil.compactOrClear(dst);
    try {
      while (src.hasRemaining() || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        switch (engine.wrap(src, dst).getStatus()) {
          case OK -> {}
          case BUFFER_OVERFLOW -> {
            return HandlerStatus.DIRTY;
          }
          case BUFFER_UNDERFLOW -> throw new IOException("TLS has nothing to seal");
          case CLOSED -> throw new EOFException("this side has ended the connection");
        }
      }
      return HandlerStatus.CLEAN;
    } finally {
      dst.flip();
    }
  }
}
