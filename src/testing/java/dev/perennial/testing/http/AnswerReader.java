package dev.perennial.testing.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads one answer to a GET or POST, by the letter of RFC 9112: what is not allowed there is an
 * error, also where browsers forgive it.
 */
final class AnswerReader {
  private static final int LINE_LIMIT = 16_384;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?");
  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:.*");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}");
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]{1,7}");

  private final InputStream in;

  private AnswerReader(InputStream in) {
    this.in = in;
  }

  /**
   * Reads an answer and not a byte more, unless its body ends with the connection; interim answers
   * (1xx) are passed over.
   *
   * @throws IOException if the connection ends before the answer does, or this is no HTTP
   */
  static HttpAnswer read(InputStream in) throws IOException {
    return new AnswerReader(in).read();
  }

  private HttpAnswer read() throws IOException {
    while (true) {
      String line = line();
      if (!STATUS.matcher(line).matches()) {
        throw new IOException("no HTTP answer: " + line);
      }
      int status = Integer.parseInt(line.substring(9, 12));
      Map<String, List<String>> headers = headers();
      if (status >= 200) {
        return answer(status, headers, line.startsWith("HTTP/1.0"));
      }
    }
  }

  private HttpAnswer answer(int status, Map<String, List<String>> headers, boolean old)
      throws IOException {
    List<String> codings = headers.getOrDefault("transfer-encoding", List.of());
    List<String> lengths = headers.getOrDefault("content-length", List.of());
    boolean closes =
        headers.getOrDefault("connection", List.of()).stream().anyMatch("close"::equalsIgnoreCase)
            || old;
    if (codings.size() + lengths.size() > 1) {
      throw new IOException("more than one length of the body: " + headers);
    }
    if (status == 204 || status == 304) {
      return new HttpAnswer(status, headers, new byte[0], closes);
    }
    if (!codings.isEmpty()) {
      if (!codings.get(0).equalsIgnoreCase("chunked")) {
        throw new IOException("transfer-encoding is not known: " + codings.get(0));
      }
      return new HttpAnswer(status, headers, chunks(), closes);
    }
    return lengths.isEmpty()
        ? new HttpAnswer(status, headers, in.readAllBytes(), true)
        : new HttpAnswer(status, headers, exactly(number(lengths.get(0), DECIMAL, 10)), closes);
  }

  private Map<String, List<String>> headers() throws IOException {
    Map<String, List<String>> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (!HEADER.matcher(line).matches()) {
        throw new IOException("no header: " + line);
      }
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return headers;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int length = number(line().split(";", 2)[0].stripTrailing(), HEXADECIMAL, 16);
      if (length == 0) {
        // Trailers are of no interest, but belong to the answer.
        headers();
        return body.toByteArray();
      }
      body.write(exactly(length));
      String end = line();
      if (!end.isEmpty()) {
        throw new IOException("chunk longer than " + length + " bytes: " + end);
      }
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] read = in.readNBytes(length);
    if (read.length < length) {
      throw new EOFException("body ended after " + read.length + " of " + length + " bytes");
    }
    return read;
  }

  private static int number(String digits, Pattern pattern, int radix) throws IOException {
    if (!pattern.matcher(digits).matches()) {
      throw new IOException("no length: " + digits);
    }
    return Integer.parseInt(digits, radix);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\r'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("connection closed in the middle of an answer");
      }
      if (c == '\n' || c == 0) {
        throw new IOException("control character " + c + " in: " + line);
      }
      if (line.length() == LINE_LIMIT) {
        throw new IOException("line longer than " + LINE_LIMIT + " characters");
      }
      line.append((char) c);
    }
    int next = in.read();
    if (next != '\n') {
      throw next < 0
          ? new EOFException("connection closed in the middle of an answer")
          : new IOException("line ends by a carriage return alone: " + line);
    }
    return line.toString();
  }
}
