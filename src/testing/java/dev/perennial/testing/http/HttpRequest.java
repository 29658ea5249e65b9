package dev.perennial.testing.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One request. Immutable.
 *
 * @param method GET or POST
 * @param path with query
 * @param headers lines such as "Cookie: a=b", besides Host and those of the body
 * @param form body of a POST, url-encoded; empty for none
 */
public record HttpRequest(String method, String path, List<String> headers, String form) {
  private static final Pattern PATH = Pattern.compile("/[!-~]*");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]+: [ -~]*");

  public HttpRequest {
    headers = List.copyOf(headers);
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("no path: " + path);
    }
    for (String header : headers) {
      if (!HEADER.matcher(header).matches()) {
        throw new IllegalArgumentException("no header: " + header);
      }
    }
  }

  /** Returns a GET. */
  public static HttpRequest get(String path, String... headers) {
    return new HttpRequest("GET", path, List.of(headers), "");
  }

  /** Returns a POST of a form. */
  public static HttpRequest post(String path, String form, String... headers) {
    return new HttpRequest("POST", path, List.of(headers), form);
  }

  /** Returns whether HTTP lets a client send it again without knowing what became of it. */
  public boolean idempotent() {
    return method.equals("GET");
  }

  byte[] bytes(String host) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(host);
    for (String header : headers) {
      head.append("\r\n").append(header);
    }
    byte[] body = form.getBytes(StandardCharsets.UTF_8);
    if (method.equals("POST")) {
      head.append("\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ");
      head.append(body.length);
    }
    byte[] start = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[start.length + body.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }
}
