package dev.perennial.testing.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection, for one request after another. Tries nothing again: whoever calls it decides what
 * a failure means. Not thread-safe.
 */
public final class HttpConnection implements AutoCloseable {
  private final SocketChannel channel;
  private final DeadlineInput socket;
  private final BufferedInputStream in;
  private final String host;
  private final Duration limit;
  private long requestsSent;
  private long bytesSent;
  private boolean reused;
  private boolean open = true;

  private HttpConnection(SocketChannel channel, String host, Duration limit) throws IOException {
    this.channel = channel;
    this.socket = new DeadlineInput(channel.socket());
    this.in = new BufferedInputStream(socket, 16 << 10);
    this.host = host;
    this.limit = limit;
  }

  /**
   * Connects.
   *
   * @param limit for connecting, and later for each exchange as a whole
   * @throws HttpFailure if there is no connection within this time
   */
  public static HttpConnection open(InetSocketAddress address, Duration limit) throws HttpFailure {
    SocketChannel channel = null;
    try {
      channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().connect(address, (int) limit.toMillis());
      String host = address.getAddress().getHostAddress() + ":" + address.getPort();
      return new HttpConnection(channel, host, limit);
    } catch (IOException e) {
      closeQuietly(channel);
      throw new HttpFailure(HttpFailure.Phase.CONNECT, e);
    }
  }

  /** Returns whether a request has been answered on it before. */
  public boolean reused() {
    return reused;
  }

  /** Returns how many requests were sent, wholly or in part. */
  public long requestsSent() {
    return requestsSent;
  }

  /** Returns how many bytes the kernel has taken. */
  public long bytesSent() {
    return bytesSent;
  }

  /**
   * Returns whether it can take another request as far as can be known: a close that has arrived is
   * seen here, before anything is sent.
   */
  public boolean usable() {
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

  /**
   * Sends and reads; afterwards the connection is closed unless the server keeps it.
   *
   * @throws HttpFailure unless there is a complete and well-formed answer within the limit
   */
  public HttpAnswer exchange(HttpRequest request) throws HttpFailure {
    socket.endWithin(limit);
    try {
      write(request);
      awaitFirstByte();
    } catch (IOException e) {
      close();
      throw new HttpFailure(HttpFailure.Phase.NO_ANSWER, e);
    }
    try {
      HttpAnswer answer = AnswerReader.read(in);
      reused = true;
      if (answer.closes()) {
        close();
      } else if (in.available() > 0) {
        throw new IOException("bytes after the end of the answer");
      }
      return answer;
    } catch (IOException e) {
      close();
      throw new HttpFailure(HttpFailure.Phase.BROKEN_ANSWER, e);
    }
  }

  private void write(HttpRequest request) throws IOException {
    requestsSent++;
    ByteBuffer bytes = ByteBuffer.wrap(request.bytes(host));
    while (bytes.hasRemaining()) {
      bytesSent += channel.write(bytes);
    }
  }

  private void awaitFirstByte() throws IOException {
    in.mark(1);
    if (in.read() < 0) {
      throw new EOFException("connection closed without an answer");
    }
    in.reset();
  }

  @Override
  public void close() {
    open = false;
    closeQuietly(channel);
  }

  private static void closeQuietly(@Nullable SocketChannel channel) {
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
