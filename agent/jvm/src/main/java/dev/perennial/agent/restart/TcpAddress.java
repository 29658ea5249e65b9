package dev.perennial.agent.restart;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * An IP address and a port. An IPv4 address and its IPv4-mapped IPv6 form are the same, and so are
 * the two wildcards.
 *
 * @param address local address, or a wildcard
 * @param port 1 to 65535
 * @param binder if the kernel chose the port, since the application bound port 0: the class in
 *     whose call it does so; otherwise empty
 */
public record TcpAddress(InetAddress address, int port, String binder) implements ListenAddress {
  private static final char CHOSEN = '*';
  private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F:.]+(%[\\w.-]+)?");

  /** Checks the port. */
  public TcpAddress {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not from 1 to 65535");
    }
  }

  /** One that the application names. */
  public TcpAddress(InetAddress address, int port) {
    this(address, port, "");
  }

  /** Returns the same, where the kernel chose the port for a call of the class. */
  public TcpAddress chosenFor(String caller) {
    return new TcpAddress(address, port, caller);
  }

  /** Tells whether a bind of port 0 at this address asks for it. */
  boolean isChosenAt(InetAddress wanted) {
    return !binder.isEmpty() && isSame(wanted);
  }

  static TcpAddress of(String literal, int port) {
    String bare =
        literal.startsWith("[") && literal.endsWith("]")
            ? literal.substring(1, literal.length() - 1)
            : literal;
    if (!LITERAL.matcher(bare).matches() || !(bare.contains(":") || bare.contains("."))) {
      throw new IllegalArgumentException("'" + literal + "' is not the literal of an IP address");
    }
    try {
      return new TcpAddress(InetAddress.getByName(bare), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "'" + literal + "' is not the literal of an IP address", e);
    }
  }

  static TcpAddress parse(String text) {
    int star = text.indexOf(CHOSEN);
    String named = star < 0 ? text : text.substring(0, star);
    int colon = named.lastIndexOf(':');
    TcpAddress address =
        of(named.substring(0, Math.max(colon, 0)), Integer.parseInt(named.substring(colon + 1)));
    return star < 0 ? address : address.chosenFor(text.substring(star + 1));
  }

  @Override
  public String text() {
    return this + (binder.isEmpty() ? "" : CHOSEN + binder);
  }

  @Override
  public boolean matches(ListenAddress other) {
    return other instanceof TcpAddress tcp && port == tcp.port && isSame(tcp.address);
  }

  private boolean isSame(InetAddress other) {
    return address.isAnyLocalAddress() ? other.isAnyLocalAddress() : address.equals(other);
  }

  @Override
  public boolean covers(ListenAddress connection) {
    return connection instanceof TcpAddress tcp
        && port == tcp.port
        && (address.isAnyLocalAddress() || address.equals(tcp.address));
  }

  @Override
  public String toString() {
    return address.getHostAddress() + ":" + port;
  }
}
