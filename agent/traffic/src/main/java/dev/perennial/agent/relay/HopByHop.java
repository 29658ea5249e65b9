package dev.perennial.agent.relay;

import java.util.Locale;
import java.util.Set;

/**
 * The headers that belong to one connection, not to the message. Those that a client names in
 * "Connection" stay: to the application the relay is not there, and without it they would arrive.
 */
final class HopByHop {
  private static final Set<String> NAMES =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  private HopByHop() {}

  static boolean isOne(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT));
  }
}
