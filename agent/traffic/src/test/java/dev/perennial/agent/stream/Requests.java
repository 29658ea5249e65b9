package dev.perennial.agent.stream;

import dev.perennial.agent.container.Arrival;
import java.util.List;
import java.util.Map;

/** Requests as they might have come. */
public final class Requests {
  private Requests() {}

  /** A request with nothing but what it must have. */
  public static Arrival of(String method, String target, long bodyLength, String... headers) {
    return new Arrival(
        "",
        0,
        method,
        target,
        "HTTP/1.1",
        List.of(headers),
        bodyLength,
        "http",
        "shop",
        8080,
        new Arrival.End("10.0.0.1", "", 4711),
        new Arrival.End("10.0.0.2", "", 8080),
        new Arrival.Connection("http", "10.0.0.1", "", "", "", ""),
        Arrival.User.NONE,
        null,
        Map.of());
  }

  /** A request in which every field says something. */
  static Arrival full() {
    return new Arrival(
        "second",
        3,
        "POST",
        "/a%20b?c=\u00e4",
        "HTTP/2.0",
        List.of("Host", "shop", "X-Twice", "1", "X-Twice", "2", "Empty", ""),
        -1,
        "https",
        "www.example.org",
        443,
        new Arrival.End("2001:db8::1", "client", 50000),
        new Arrival.End("", "", -1),
        new Arrival.Connection("ajp", "10.0.0.9", "7", "h2", "c1", "5"),
        new Arrival.User("ann", "BASIC", true),
        new Arrival.Tls(
            "TLSv1.3", "TLS_AES", 256, "abcd", "TLSv1.3", "TLS_AES", List.of(new byte[] {1, 2})),
        Map.of("JK_LB_ACTIVATION", "ACT"));
  }
}
