package dev.perennial.agent.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** An answer to a request. */
record Answer(int status, String type, String body) {
  static final Answer FAILED = text(500, "the agent failed to answer; see its log");

  static Answer text(int status, String line) {
    return new Answer(status, "text/plain; charset=utf-8", line + "\n");
  }

  static Answer json(String body) {
    return new Answer(200, "application/json", body);
  }

  /** Returns what is sent. */
  byte[] encode(boolean withoutBody) {
    byte[] content = body.getBytes(UTF_8);
    // A kept connection would outlast a restart in place; probes are cheap.
    String head =
        "HTTP/1.1 "
            + status
            + " "
            + phrase()
            + "\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + content.length
            + (status == 405 ? "\r\nAllow: GET, HEAD" : "")
            + (status == Access.UNAUTHORIZED ? "\r\nWWW-Authenticate: Bearer" : "")
            + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff"
            + "\r\nConnection: close\r\n\r\n";
    byte[] start = head.getBytes(US_ASCII);
    if (withoutBody) {
      return start;
    }
    byte[] all = Arrays.copyOf(start, start.length + content.length);
    System.arraycopy(content, 0, all, start.length, content.length);
    return all;
  }

  private String phrase() {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> "";
    };
  }
}
