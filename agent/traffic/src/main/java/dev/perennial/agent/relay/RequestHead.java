package dev.perennial.agent.relay;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.container.Exchange.Client;
import dev.perennial.agent.container.RelayHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * A request's line and headers as they are sent on.
 *
 * @param bytes all of it, with the empty line
 * @param method as the client sent it
 * @param bodyLength in bytes, -1 for chunked, 0 for none
 * @param expectsContinue whether the client waits for a go-ahead before it sends the body
 * @param http10 whether the answer will end with its connection
 */
record RequestHead(
    byte[] bytes, String method, long bodyLength, boolean expectsContinue, boolean http10) {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED_PROTO = "X-Forwarded-Proto";
  private static final String FORWARDED_HOST = "X-Forwarded-Host";

  static RequestHead of(Exchange exchange, Target target) {
    String line = exchange.requestLine();
    int afterTarget = line.lastIndexOf(' ');
    boolean http10 = line.endsWith(" HTTP/1.0");
    String method = line.substring(0, line.indexOf(' '));
    long bodyLength = exchange.bodyLength();
    StringBuilder head = new StringBuilder(512);
    head.append(line, 0, afterTarget).append(http10 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    boolean expects = appendHeaders(head, exchange.headers(), bodyLength);
    if (bodyLength < 0) {
      append(head, "Transfer-Encoding", "chunked");
    }
    appendForwarded(head, exchange);
    append(
        head,
        RelayHeader.NAME,
        new RelayHeader(target.token(), target.origin(), exchange.client()).format());
    head.append("\r\n");
    return new RequestHead(
        head.toString().getBytes(StandardCharsets.ISO_8859_1),
        method,
        bodyLength,
        expects && bodyLength != 0,
        http10);
  }

  /** Returns whether there is one that asks for a go-ahead. */
  private static boolean appendHeaders(StringBuilder head, List<String> headers, long bodyLength) {
    boolean expects = false;
    for (int i = 0; i < headers.size(); i += 2) {
      String name = headers.get(i);
      String value = headers.get(i + 1);
      if (HopByHop.isOne(name)
          || name.equalsIgnoreCase(RelayHeader.NAME)
          || name.equalsIgnoreCase(FORWARDED_FOR)
          || (bodyLength < 0 && name.equalsIgnoreCase("Content-Length"))) {
        continue;
      }
      expects |= name.equalsIgnoreCase("Expect") && value.equalsIgnoreCase("100-continue");
      append(head, name, value);
    }
    return expects;
  }

  /** What a proxy before us has said of the client stays true. */
  private static void appendForwarded(StringBuilder head, Exchange exchange) {
    Client client = exchange.client();
    StringBuilder forwardedFor = new StringBuilder();
    List<String> headers = exchange.headers();
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equalsIgnoreCase(FORWARDED_FOR)) {
        forwardedFor.append(headers.get(i + 1)).append(", ");
      }
    }
    append(head, FORWARDED_FOR, forwardedFor.append(client.address()).toString());
    if (exchange.header(FORWARDED_PROTO) == null) {
      append(head, FORWARDED_PROTO, client.scheme());
    }
    String host = exchange.header("Host");
    if (host != null && exchange.header(FORWARDED_HOST) == null) {
      append(head, FORWARDED_HOST, host);
    }
  }

  private static void append(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /** Returns whether it can be sent a second time without doing anything twice. */
  boolean isRepeatable() {
    return bodyLength == 0 && SAFE.contains(method);
  }
}
