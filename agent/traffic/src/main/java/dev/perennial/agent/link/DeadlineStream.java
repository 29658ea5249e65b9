package dev.perennial.agent.link;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Reads and writes of one socket that must all be over before one deadline, however slow the peer
 * is.
 */
final class DeadlineStream {
  private final Socket socket;
  private final InputStream in;
  private final Duration limit;
  private final LongSupplier nanos;
  private final long endNanos;

  DeadlineStream(Socket socket, Duration limit, LongSupplier nanos) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.limit = limit;
    this.nanos = nanos;
    this.endNanos = nanos.getAsLong() + limit.toNanos();
  }

  /** What a handshake writes always fits into the socket's buffer. */
  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  byte[] read(int length) throws IOException {
    byte[] bytes = new byte[length];
    int have = 0;
    while (have < length) {
      int n = readSome(bytes, have);
      if (n < 0) {
        throw new LinkRefusedException("the peer hung up in the middle of the handshake");
      }
      have += n;
    }
    return bytes;
  }

  private int readSome(byte[] bytes, int have) throws IOException {
    long leftMillis = (endNanos - nanos.getAsLong()) / 1_000_000;
    if (leftMillis > 0) {
      socket.setSoTimeout((int) leftMillis);
      try {
        return in.read(bytes, have, bytes.length - have);
      } catch (SocketTimeoutException e) {
        // Said below.
      }
    }
    throw new LinkRefusedException(
        "the peer did not finish the handshake within " + limit.toMillis() + " ms");
  }
}
