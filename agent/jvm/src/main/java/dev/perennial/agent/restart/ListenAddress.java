package dev.perennial.agent.restart;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A local address that a socket listens at. An IPv4 address and its IPv4-mapped IPv6 form are the
 * same, and so are the two wildcards.
 *
 * @param address local address, or a wildcard
 * @param port 1 to 65535
 */
public record ListenAddress(InetAddress address, int port) {
  private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]+(%[\\w.-]+)?");

  /** Checks the port. */
  public ListenAddress {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not from 1 to 65535");
    }
  }

  /**
   * Returns the address for a literal; asks no name service.
   *
   * @param literal as "127.0.0.1", "::1", "0.0.0.0", also in brackets
   * @throws IllegalArgumentException if it is no literal
   */
  public static ListenAddress of(String literal, int port) {
    String bare =
        literal.startsWith("[") && literal.endsWith("]")
            ? literal.substring(1, literal.length() - 1)
            : literal;
    if (!LITERAL.matcher(bare).matches() || !(bare.contains(":") || bare.contains("."))) {
      throw new IllegalArgumentException("'" + literal + "' is not the literal of an IP address");
    }
    try {
      return new ListenAddress(InetAddress.getByName(bare), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "'" + literal + "' is not the literal of an IP address", e);
    }
  }

  /** Tells whether a socket at one of the two is a socket at the other. */
  public boolean matches(ListenAddress other) {
    return port == other.port
        && (address.isAnyLocalAddress()
            ? other.address.isAnyLocalAddress()
            : address.equals(other.address));
  }

  /** Tells whether a connection at this local address may have come through a socket here. */
  boolean covers(ListenAddress connection) {
    return port == connection.port
        && (address.isAnyLocalAddress() || address.equals(connection.address));
  }

  @Override
  public String toString() {
    return address.getHostAddress() + ":" + port;
  }
}
