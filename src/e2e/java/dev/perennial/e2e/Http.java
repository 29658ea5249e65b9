package dev.perennial.e2e;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A strict HTTP client: one connection a request, nothing is ever tried again, so every failure a
 * client would see is seen.
 */
final class Http {
  private static final int TIMEOUT_MILLIS = 60_000;

  private Http() {}

  /** An answer; header names in lower case. */
  record Answer(int status, List<String[]> headers, String body) {
    Optional<String> header(String name) {
      return headers.stream().filter(h -> h[0].equals(name)).map(h -> h[1]).findFirst();
    }

    /** Returns the value of a cookie that the answer sets. */
    Optional<String> cookie(String name) {
      return headers.stream()
          .filter(h -> h[0].equals("set-cookie") && h[1].startsWith(name + "="))
          .map(h -> h[1].substring(name.length() + 1).split(";", 2)[0])
          .findFirst();
    }
  }

  static Answer get(int port, String path, String... headers) throws IOException {
    return send(port, "GET", path, "", headers);
  }

  static Answer post(int port, String path, String form, String... headers) throws IOException {
    return send(port, "POST", path, form, headers);
  }

  private static Answer send(int port, String method, String path, String form, String... headers)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    head.append("Host: 127.0.0.1:").append(port).append("\r\nConnection: close\r\n");
    if (!form.isEmpty()) {
      head.append("Content-Type: application/x-www-form-urlencoded\r\n");
      head.append("Content-Length: ").append(form.length()).append("\r\n");
    }
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("\r\n").append(form);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      return read(socket.getInputStream());
    }
  }

  private static Answer read(InputStream in) throws IOException {
    String status = line(in);
    int code = Integer.parseInt(status.split(" ")[1]);
    List<String[]> headers = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] parts = line.split(":", 2);
      headers.add(new String[] {parts[0].toLowerCase(Locale.ROOT), parts[1].trim()});
    }
    Answer head = new Answer(code, headers, "");
    byte[] body;
    if (head.header("transfer-encoding").filter("chunked"::equals).isPresent()) {
      body = chunks(in);
    } else {
      int length = head.header("content-length").map(Integer::parseInt).orElse(-1);
      body = length < 0 ? in.readAllBytes() : in.readNBytes(length);
      if (length >= 0 && body.length < length) {
        throw new EOFException("body ended after " + body.length + " of " + length + " bytes");
      }
    }
    return new Answer(code, headers, new String(body, StandardCharsets.UTF_8));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int length = Integer.parseInt(line(in).trim(), 16);
      byte[] chunk = in.readNBytes(length);
      if (chunk.length < length) {
        throw new EOFException("chunk ended after " + chunk.length + " of " + length + " bytes");
      }
      body.write(chunk);
      line(in);
      if (length == 0) {
        return body.toByteArray();
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection before its answer was complete");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
