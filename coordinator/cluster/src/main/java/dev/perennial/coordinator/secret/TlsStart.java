package dev.perennial.coordinator.secret;

import dev.perennial.coordinator.handshake.CertificateRefusal;
import dev.perennial.coordinator.handshake.HandshakeException;
import dev.perennial.coordinator.handshake.HandshakeException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** The TLS handshake of two ends on a blocking socket; not a byte is read beyond it. */
final class TlsStart {
  /** Of a record's type, version and length: RFC 8446, section 5.1. */
  private static final int HEADER_BYTES = 5;

  private static final int MOST_BYTES = (1 << 14) + 256;

  /** How the JDK says what the other end had against this one. */
  private static final String ALERT = "Received fatal alert: ";

  private static final String UNCERTIFIED =
      "the peer does not take the certificate that this server has made itself: set"
          + " perennial.cluster.keystore here";

  private static final byte TAKEN = 'Y';

  private final SSLEngine engine;
  private final DeadlineSocket peer;
  private final Optional<String> subject;

  /** A step of the conversation. */
  private interface Part {
    void go() throws IOException;
  }

  /**
   * @param subject of the certificate that is shown, if it is of an authority
   */
  TlsStart(SSLEngine engine, DeadlineSocket peer, Optional<String> subject) {
    this.engine = engine;
    this.peer = peer;
    this.subject = subject;
  }

  void run() throws IOException {
    explained(
        () -> {
          engine.beginHandshake();
          while (step()) {
            // Until nothing is left to say or to hear.
          }
        });
  }

  /** A server's word to a client that waits for it: its certificate was taken. */
  void sayTaken() throws IOException {
    explained(
        () -> {
          ByteBuffer word = ByteBuffer.wrap(new byte[] {TAKEN});
          while (word.hasRemaining()) {
            wrap(word);
          }
        });
  }

  /**
   * Waits for that word.
   *
   * @throws HandshakeException if the server does not take the certificate
   */
  void awaitTaken() throws IOException {
    explained(
        () -> {
          ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
          while (plain.position() == 0) {
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
              runTasks();
            }
            unwrap(record(), plain);
          }
          if (plain.position() != 1 || plain.get(0) != TAKEN) {
            throw new SSLException("it said something else than that the certificate is taken");
          }
        });
  }

  private void explained(Part part) throws IOException {
    try {
      part.go();
    } catch (SSLException e) {
      tellPeer();
      throw explained(e);
    }
  }

  private HandshakeException explained(SSLException e) {
    HandshakeException refused = null;
    for (Throwable t = e; t != null && refused == null; t = t.getCause()) {
      if (t instanceof CertificateRefusal refusal) {
        refused =
            new HandshakeException(
                Kind.UNCERTIFIED, "the peer holds our secret, but " + refusal.getMessage());
      }
    }
    String message = String.valueOf(e.getMessage());
    if (refused == null && message.startsWith(ALERT) && message.contains("certificate")) {
      refused =
          new HandshakeException(
              Kind.UNCERTIFIED,
              subject
                  .map(
                      whose ->
                          "the peer does not take our certificate of %s (%s): its log says why"
                              .formatted(whose, message.substring(ALERT.length())))
                  .orElse(UNCERTIFIED));
    }
    if (refused == null) {
      refused =
          new HandshakeException(
              Kind.FOREIGN, "the peer proved the secret, and then spoke no TLS with us: " + e);
    }
    refused.initCause(e);
    return refused;
  }

  /** The engine has something to say about what was wrong. */
  private void tellPeer() {
    try {
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        wrap(ByteBuffer.allocate(0));
      }
    } catch (IOException e) {
      // Then it learns only that it was hung up on.
    }
  }

  private boolean step() throws IOException {
    HandshakeStatus status = engine.getHandshakeStatus();
    return switch (status) {
      case NEED_TASK -> {
        runTasks();
        yield true;
      }
      case NEED_WRAP -> {
        wrap(ByteBuffer.allocate(0));
        yield !engine.isOutboundDone();
      }
      case NEED_UNWRAP -> {
        open(record());
        yield true;
      }
      case NEED_UNWRAP_AGAIN -> {
        open(new byte[0]);
        yield true;
      }
      case FINISHED, NOT_HANDSHAKING -> false;
    };
  }

  private void wrap(ByteBuffer plain) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    var unused = engine.wrap(plain, out);
    peer.write(Arrays.copyOf(out.array(), out.position()));
  }

  /** Runs what the engine would have another thread do: some arithmetic. */
  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  private void open(byte[] record) throws SSLException {
    ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    unwrap(record, plain);
    if (plain.position() > 0) {
      throw new SSLException("it said something before the handshake was over");
    }
  }

  private void unwrap(byte[] record, ByteBuffer plain) throws SSLException {
    ByteBuffer sealed = ByteBuffer.wrap(record);
    var unused = engine.unwrap(sealed, plain);
    if (sealed.hasRemaining()) {
      throw new SSLException("it said more than it has announced");
    }
    if (engine.isInboundDone()) {
      throw new SSLException("it has ended the conversation");
    }
  }

  private byte[] record() throws IOException {
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
