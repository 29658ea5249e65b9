package dev.perennial.agent.servers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One client connection that sends exactly what it is told. */
final class RawClient implements AutoCloseable {
  private final Closeable connection;
  private final InputStream in;
  final OutputStream out;

  /** Of this end of the connection; 0 if it has none. */
  final int localPort;

  /** Connects. */
  RawClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  RawClient(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    connection = socket;
    localPort = socket.getLocalPort();
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** Speaks over a channel that is connected. */
  RawClient(SocketChannel channel) {
    connection = channel;
    localPort = 0;
    in = new BufferedInputStream(Channels.newInputStream(channel));
    out = Channels.newOutputStream(channel);
  }

  /**
   * An answer.
   *
   * @param headers lines, without Date
   */
  record Answer(String status, List<String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.ISO_8859_1);
    }

    String header(String name) {
      return headers.stream()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse(null);
    }

    /** Returns a value of a body of "name=value" lines. */
    String value(String name) {
      return text()
          .lines()
          .filter(line -> line.startsWith(name + "="))
          .map(line -> line.substring(name.length() + 1))
          .findFirst()
          .orElse(null);
    }
  }

  static Answer get(int port, String target, String... headers) throws IOException {
    try (RawClient client = new RawClient(port)) {
      return client.send("GET", target, headers);
    }
  }

  Answer send(String method, String target, String... headers) throws IOException {
    sendHead(method, target, "HTTP/1.1", headers);
    return read(method);
  }

  void sendHead(String method, String target, String protocol, String... headers)
      throws IOException {
    StringBuilder head = new StringBuilder();
    head.append(method + " " + target + " " + protocol + "\r\n");
    if (Stream.of(headers).noneMatch(header -> header.startsWith("Host:"))) {
      head.append("Host: shop.example:8080\r\n");
    }
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Reads lines up to this one. */
  void readUntil(String last) throws IOException {
    String read;
    do {
      read = readLine();
    } while (!read.equals(last));
  }

  String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("after " + line);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  Answer read(String method) throws IOException {
    String status = readLine();
    List<String> headers = new ArrayList<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      headers.add(line);
    }
    if (status.startsWith("HTTP/1.1 100")) {
      return read(method);
    }
    Answer head = new Answer(status, headers, new byte[0]);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String length = head.header("Content-Length");
    if (method.equals("HEAD") || status.contains(" 204") || status.contains(" 304")) {
      return head;
    } else if ("chunked".equals(head.header("Transfer-Encoding"))) {
      for (int size = size(); size > 0; size = size()) {
        body.write(exactly(size));
        readLine();
      }
      for (String line = readLine(); !line.isEmpty(); line = readLine()) {
        headers.add("trailer " + line);
      }
    } else if (length != null) {
      body.write(exactly(Integer.parseInt(length)));
    } else {
      in.transferTo(body);
    }
    return new Answer(status, headers, body.toByteArray());
  }

  private int size() throws IOException {
    return Integer.parseInt(readLine().strip(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  /** Reads all that comes until the server closes the connection, and returns how much it was. */
  long readRest() throws IOException {
    return in.transferTo(OutputStream.nullOutputStream());
  }

  /** Returns whether the server has closed the connection. */
  boolean isClosed() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
