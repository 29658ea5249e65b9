package dev.perennial.agent.container;

import dev.perennial.agent.container.Exchange.Client;
import org.jspecify.annotations.Nullable;

/**
 * What a relaying server tells the one that it relays to, in one request header: {@code
 * token|origin|address|port|scheme|server port}.
 *
 * @param token shows that the sender is of our cluster
 * @param origin the name of the relaying server
 * @param client whom the request comes from
 */
public record RelayHeader(String token, String origin, Client client) {
  /** The header's name. */
  public static final String NAME = "X-Perennial-Relay";

  private static final int PARTS = 6;
  private static final int MAX_PORT = 65535;

  /** Returns the header's value. */
  public String format() {
    return String.join(
        "|",
        token,
        origin,
        client.address(),
        Integer.toString(client.port()),
        client.scheme(),
        Integer.toString(client.serverPort()));
  }

  /** Returns what a header's value says, or null if it is none of ours. */
  public static @Nullable RelayHeader parse(String value) {
    String[] parts = value.split("\\|", -1);
    if (parts.length != PARTS || parts[0].isEmpty() || !isAddress(parts[2])) {
      return null;
    }
    int port = port(parts[3]);
    int serverPort = port(parts[5]);
    if (port < 0 || serverPort < 0 || !(parts[4].equals("http") || parts[4].equals("https"))) {
      return null;
    }
    return new RelayHeader(parts[0], parts[1], new Client(parts[2], port, parts[4], serverPort));
  }

  /** By their alphabet (zones of IPv6 included): it is shown to applications, never looked up. */
  private static boolean isAddress(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || ".:%_-".indexOf(c) >= 0));
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      return port <= MAX_PORT ? port : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
