package dev.perennial.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One client of a server on loopback: a kept connection, a session, one request after another. */
public final class LoadClient implements Callable<Long> {
  private static final int LIMIT_MILLIS = 10_000;

  private final int port;
  private final String path;
  private volatile long endNanos;
  private @Nullable Socket socket;
  private @Nullable InputStream in;
  private String cookie = "";

  public LoadClient(int port, String path) {
    this.port = port;
    this.path = path;
  }

  LoadClient until(long nanos) {
    endNanos = nanos;
    return this;
  }

  /** Returns how many requests were answered. */
  @Override
  public Long call() throws IOException {
    long count = 0;
    while (System.nanoTime() - endNanos < 0) {
      request();
      count++;
    }
    return count;
  }

  /**
   * @throws IOException if the answer is not 200
   */
  public void request() throws IOException {
    Socket open = socket;
    if (open == null) {
      open = new Socket(InetAddress.getLoopbackAddress(), port);
      open.setTcpNoDelay(true);
      open.setSoTimeout(LIMIT_MILLIS);
      socket = open;
      in = new BufferedInputStream(open.getInputStream(), 16 << 10);
    }
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + cookie + "\r\n";
    open.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    if (!answer(java.util.Objects.requireNonNull(in))) {
      close();
    }
  }

  /** Returns whether the connection can be used again. */
  private boolean answer(InputStream from) throws IOException {
    String status = line(from);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException(path + " is answered with " + status);
    }
    long length = -1;
    boolean keep = true;
    for (String line = line(from); !line.isEmpty(); line = line(from)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(line.substring(15).strip());
      } else if (lower.equals("connection: close")) {
        keep = false;
      } else if (lower.startsWith("set-cookie:")) {
        cookie = "Cookie: " + line.substring(11).split(";")[0].strip() + "\r\n";
      }
    }
    if (length < 0) {
      throw new IOException(path + " has no length; choose another with --path");
    }
    from.skipNBytes(length);
    return keep;
  }

  private static String line(InputStream from) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = from.read(); c != '\n'; c = from.read()) {
      if (c < 0) {
        throw new EOFException("the server has hung up");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
