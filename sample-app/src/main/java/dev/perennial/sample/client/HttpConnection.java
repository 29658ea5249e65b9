package dev.perennial.sample.client;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** One connection, for one request after another. Not thread-safe. */
final class HttpConnection implements AutoCloseable {
  private final SocketChannel channel;
  private final InputStream in;
  private final String host;
  private boolean reused;
  private boolean open = true;

  private HttpConnection(SocketChannel channel, String host) throws IOException {
    this.channel = channel;
    this.in = new BufferedInputStream(channel.socket().getInputStream());
    this.host = host;
  }

  /**
   * Connects.
   *
   * @param timeout for connecting, and later for each wait for more of an answer
   */
  static HttpConnection open(InetSocketAddress address, Duration timeout) throws HttpFailure {
    SocketChannel channel = null;
    try {
      channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().setSoTimeout((int) timeout.toMillis());
      channel.socket().connect(address, (int) timeout.toMillis());
      return new HttpConnection(channel, address.getHostString() + ":" + address.getPort());
    } catch (IOException e) {
      closeQuietly(channel);
      throw new HttpFailure(HttpFailure.Phase.CONNECT, e);
    }
  }

  /** Returns whether a request has been answered on it before. */
  boolean reused() {
    return reused;
  }

  /**
   * Returns whether it can take another request as far as can be known: a close that has arrived is
   * seen here, before anything is sent.
   */
  boolean usable() {
    if (!open) {
      return false;
    }
    try {
      if (in.available() > 0) {
        return false;
      }
      channel.configureBlocking(false);
      int read = channel.read(ByteBuffer.allocate(1));
      channel.configureBlocking(true);
      return read == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends and reads; afterwards the connection is closed unless the server keeps it. */
  HttpAnswer exchange(HttpRequest request) throws HttpFailure {
    try {
      write(request);
      awaitFirstByte();
    } catch (IOException e) {
      close();
      throw new HttpFailure(HttpFailure.Phase.NO_ANSWER, e);
    }
    try {
      HttpAnswer answer = HttpAnswer.read(in);
      reused = true;
      if (answer.closes()) {
        close();
      }
      return answer;
    } catch (IOException e) {
      close();
      throw new HttpFailure(HttpFailure.Phase.BROKEN_ANSWER, e);
    }
  }

  private void write(HttpRequest request) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(request.bytes(host));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private void awaitFirstByte() throws IOException {
    in.mark(1);
    try {
      if (in.read() < 0) {
        throw new EOFException("connection closed without an answer");
      }
    } catch (SocketTimeoutException e) {
      throw new IOException("no answer within the timeout", e);
    }
    in.reset();
  }

  @Override
  public void close() {
    open = false;
    closeQuietly(channel);
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // It is given up anyway; whatever made it fail has been reported by the exchange.
      return;
    }
  }
}
