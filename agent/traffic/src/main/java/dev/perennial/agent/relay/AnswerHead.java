package dev.perennial.agent.relay;

import dev.perennial.agent.container.RelayHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer's status and headers as the other server sent them.
 *
 * @param headers names and values alternating
 * @param http11 whether the connection may go on after it
 */
record AnswerHead(int status, List<String> headers, boolean http11) {
  private static final int STATUS_FROM = "HTTP/1.1 ".length();
  private static final int MAX_HEADERS = 1000;

  static AnswerHead read(HttpInput in) throws IOException {
    String line = in.readLine();
    if (!line.startsWith("HTTP/1.") || line.length() < STATUS_FROM + 3) {
      throw new IOException("not an HTTP/1 answer");
    }
    int status;
    try {
      status = Integer.parseInt(line.substring(STATUS_FROM, STATUS_FROM + 3));
    } catch (NumberFormatException e) {
      throw new IOException("not an HTTP/1 answer", e);
    }
    List<String> headers = new ArrayList<>();
    for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
      int colon = header.indexOf(':');
      if (colon < 1 || headers.size() >= 2 * MAX_HEADERS) {
        throw new IOException("an answer with a bad header");
      }
      headers.add(header.substring(0, colon));
      headers.add(header.substring(colon + 1).strip());
    }
    return new AnswerHead(status, headers, line.startsWith("HTTP/1.1"));
  }

  @Nullable String header(String name) {
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equalsIgnoreCase(name)) {
        return headers.get(i + 1);
      }
    }
    return null;
  }

  boolean isInterim() {
    return status < 200;
  }

  boolean hasBody(String method) {
    return !method.equals("HEAD") && status != 204 && status != 205 && status != 304;
  }

  boolean isChunked() {
    String encoding = header("Transfer-Encoding");
    return encoding != null && encoding.regionMatches(true, 0, "chunked", 0, 7);
  }

  /** Returns what "Content-Length" says, -1 if it says nothing. */
  long length() throws IOException {
    String length = isChunked() ? null : header("Content-Length");
    try {
      return length == null ? -1 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      throw new IOException("an answer of length " + length, e);
    }
  }

  boolean keepsConnection() {
    String connection = header("Connection");
    return http11 && (connection == null || !connection.equalsIgnoreCase("close"));
  }

  /** Returns the headers that go on to the client; the length goes another way. */
  List<String> endToEnd() {
    List<String> kept = new ArrayList<>(headers.size());
    for (int i = 0; i < headers.size(); i += 2) {
      String name = headers.get(i);
      if (!HopByHop.isOne(name)
          && !name.equalsIgnoreCase("Content-Length")
          && !name.equalsIgnoreCase(RelayHeader.NAME)) {
        kept.add(name);
        kept.add(headers.get(i + 1));
      }
    }
    return kept;
  }
}
