package dev.perennial.sample.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One complete answer.
 *
 * @param status code
 * @param headers by name in lower case
 * @param body as UTF-8
 */
record HttpAnswer(int status, Map<String, List<String>> headers, String body) {
  private static final int LINE_LIMIT = 16_384;

  /** Returns the first value of a header. */
  Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** Returns whether the server closes the connection after it. */
  boolean closes() {
    return header("connection").filter("close"::equalsIgnoreCase).isPresent();
  }

  /** Returns the value of a cookie that it sets. */
  Optional<String> cookie(String name) {
    return headers.getOrDefault("set-cookie", List.of()).stream()
        .filter(c -> c.startsWith(name + "="))
        .map(c -> c.substring(name.length() + 1).split(";", 2)[0])
        .findFirst();
  }

  /**
   * Reads one; interim answers (1xx) are passed over.
   *
   * @throws IOException if the connection ends before the answer does, or this is no HTTP
   */
  static HttpAnswer read(InputStream in) throws IOException {
    while (true) {
      int status = status(line(in));
      Map<String, List<String>> headers = headers(in);
      if (status >= 200) {
        HttpAnswer head = new HttpAnswer(status, headers, "");
        return new HttpAnswer(
            status, headers, new String(head.readBody(in), StandardCharsets.UTF_8));
      }
    }
  }

  private static int status(String line) throws IOException {
    String[] parts = line.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5][0-9]{2}")) {
      throw new IOException("no HTTP answer: " + line);
    }
    return Integer.parseInt(parts[1]);
  }

  private static Map<String, List<String>> headers(InputStream in) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("no header: " + line);
      }
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(line.substring(colon + 1).trim());
    }
    return headers;
  }

  private byte[] readBody(InputStream in) throws IOException {
    if (status == 204 || status == 304) {
      return new byte[0];
    }
    if (header("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
      return chunks(in);
    }
    Optional<String> length = header("content-length");
    return length.isPresent() ? exactly(in, number(length.get(), 10)) : in.readAllBytes();
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int length = number(line(in).split(";", 2)[0].trim(), 16);
      if (length == 0) {
        // Trailers are of no interest, but belong to the answer.
        headers(in);
        return body.toByteArray();
      }
      body.write(exactly(in, length));
      line(in);
    }
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] read = in.readNBytes(length);
    if (read.length < length) {
      throw new EOFException("body ended after " + read.length + " of " + length + " bytes");
    }
    return read;
  }

  private static int number(String digits, int radix) throws IOException {
    try {
      return Integer.parseInt(digits, radix);
    } catch (NumberFormatException e) {
      throw new IOException("no length: " + digits, e);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("connection closed in the middle of an answer");
      }
      if (line.length() > LINE_LIMIT) {
        throw new IOException("line longer than " + LINE_LIMIT + " characters");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
