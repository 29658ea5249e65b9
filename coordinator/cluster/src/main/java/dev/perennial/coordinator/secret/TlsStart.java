package dev.perennial.coordinator.secret;

import dev.perennial.coordinator.handshake.HandshakeException;
import dev.perennial.coordinator.handshake.HandshakeException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** The TLS handshake of two ends on a blocking socket; not a byte is read beyond it. */
final class TlsStart {
  /** Of a record's type, version and length: RFC 8446, section 5.1. */
  private static final int HEADER_BYTES = 5;

  private static final int MOST_BYTES = (1 << 14) + 256;

  private TlsStart() {}

  static void run(SSLEngine engine, DeadlineSocket peer) throws IOException {
    try {
      engine.beginHandshake();
      while (step(engine, peer)) {
        // Until nothing is left to say or to hear.
      }
    } catch (SSLException e) {
      HandshakeException refused =
          new HandshakeException(
              Kind.FOREIGN, "the peer proved the secret, and then spoke no TLS with us: " + e);
      refused.initCause(e);
      throw refused;
    }
  }

  private static boolean step(SSLEngine engine, DeadlineSocket peer) throws IOException {
    HandshakeStatus status = engine.getHandshakeStatus();
    return switch (status) {
      case NEED_TASK -> {
        runTasks(engine);
        yield true;
      }
      case NEED_WRAP -> {
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        var unused = engine.wrap(ByteBuffer.allocate(0), out);
        peer.write(Arrays.copyOf(out.array(), out.position()));
        yield !engine.isOutboundDone();
      }
      case NEED_UNWRAP -> {
        open(engine, record(peer));
        yield true;
      }
      case NEED_UNWRAP_AGAIN -> {
        open(engine, new byte[0]);
        yield true;
      }
      case FINISHED, NOT_HANDSHAKING -> false;
    };
  }

  /** Runs what the engine would have another thread do: some arithmetic. */
  static void runTasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  private static void open(SSLEngine engine, byte[] record) throws SSLException {
    ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    ByteBuffer sealed = ByteBuffer.wrap(record);
    var unused = engine.unwrap(sealed, plain);
    if (plain.position() > 0 || sealed.hasRemaining()) {
      throw new SSLException("it said something before the handshake was over");
    }
    if (engine.isInboundDone()) {
      throw new SSLException("it has ended the conversation");
    }
  }

  private static byte[] record(DeadlineSocket peer) throws IOException {
    byte[] header = peer.read(HEADER_BYTES);
    int length = (header[3] & 0xff) << 8 | (header[4] & 0xff);
    if (length > MOST_BYTES) {
      throw new SSLException("a record of " + length + " bytes");
    }
    byte[] record = Arrays.copyOf(header, HEADER_BYTES + length);
    System.arraycopy(peer.read(length), 0, record, HEADER_BYTES, length);
    return record;
  }
}
