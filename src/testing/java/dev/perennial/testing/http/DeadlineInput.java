package dev.perennial.testing.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Reads from a socket until a deadline, however the bytes come. Not thread-safe. */
final class DeadlineInput extends InputStream {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Socket socket;
  private final InputStream in;
  private long deadline;

  DeadlineInput(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /** From now on a read ends within this time, and all reads together do. */
  void endWithin(Duration limit) {
    deadline = System.nanoTime() + limit.toNanos();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("not answered in time");
    }
    socket.setSoTimeout((int) Math.max(1, left / NANOS_PER_MILLI));
    try {
      return in.read(bytes, from, length);
    } catch (SocketTimeoutException e) {
      throw new SocketTimeoutException("not answered in time");
    }
  }
}
