package dev.perennial.sample.client;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param method GET or POST
 * @param path with query
 * @param form body of a POST, url-encoded; empty for none
 * @param cookie value of the Cookie header, null for none
 */
record HttpRequest(String method, String path, String form, @Nullable String cookie) {
  static HttpRequest get(String path, @Nullable String cookie) {
    return new HttpRequest("GET", path, "", cookie);
  }

  static HttpRequest post(String path, String form, @Nullable String cookie) {
    return new HttpRequest("POST", path, form, cookie);
  }

  /** Returns whether HTTP lets a client send it again without knowing what became of it. */
  boolean idempotent() {
    return method.equals("GET");
  }

  byte[] bytes(String host) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(host);
    if (cookie != null) {
      head.append("\r\nCookie: ").append(cookie);
    }
    if (method.equals("POST")) {
      head.append("\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ");
      head.append(form.length());
    }
    return head.append("\r\n\r\n").append(form).toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
