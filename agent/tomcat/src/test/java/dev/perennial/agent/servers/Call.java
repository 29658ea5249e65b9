package dev.perennial.agent.servers;

import java.util.List;

/**
 * A request, whatever protocol carries it.
 *
 * @param headers as lines
 * @param chunked whether the body's length is not told in advance
 * @param trailers as lines, behind a chunked body
 */
record Call(
    String method,
    String target,
    List<String> headers,
    byte[] body,
    boolean chunked,
    List<String> trailers) {

  static Call get(String target, String... headers) {
    return new Call("GET", target, List.of(headers), new byte[0], false, List.of());
  }

  static Call of(String method, String target, String... headers) {
    return new Call(method, target, List.of(headers), new byte[0], false, List.of());
  }

  Call with(byte[] content) {
    return new Call(method, target, headers, content, false, List.of());
  }

  Call inChunks(byte[] content, String... behind) {
    return new Call(method, target, headers, content, true, List.of(behind));
  }

  @Override
  public String toString() {
    return method + " " + target + (body.length == 0 ? "" : " " + body.length + " bytes");
  }
}
