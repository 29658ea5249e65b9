package dev.perennial.agent.relay;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** What comes from a server, in lines or in bytes. Not thread-safe. */
final class HttpInput {
  private static final int MAX_LINE = 64 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[16 * 1024];
  private int from;
  private int to;

  HttpInput(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /** Returns false at the end. */
  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }

  /** Waits for the next byte; false if none has come in time. */
  boolean await(int millis) throws IOException {
    if (from < to) {
      return true;
    }
    int before = socket.getSoTimeout();
    socket.setSoTimeout(millis);
    try {
      if (!fill()) {
        throw new EOFException("the server has closed the connection");
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      socket.setSoTimeout(before);
    }
  }

  String readLine() throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      line.append(new String(buffer, from, end - from, StandardCharsets.ISO_8859_1));
      from = Math.min(end + 1, to);
      if (end < to) {
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
          line.setLength(length - 1);
        }
        return line.toString();
      }
      if (line.length() > MAX_LINE) {
        throw new IOException("a line of more than " + MAX_LINE + " characters");
      }
      if (!fill()) {
        throw new EOFException("the server has closed the connection");
      }
    }
  }

  /** Reads what is there, waiting for at least one byte; -1 at the end. */
  int read(byte[] bytes, int length) throws IOException {
    if (from == to && !fill()) {
      return -1;
    }
    int count = Math.min(length, to - from);
    System.arraycopy(buffer, from, bytes, 0, count);
    from += count;
    return count;
  }

  /** Returns whether something can be read without waiting. */
  boolean hasMore() throws IOException {
    return from < to || in.available() > 0;
  }
}
