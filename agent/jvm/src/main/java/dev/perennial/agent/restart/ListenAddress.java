package dev.perennial.agent.restart;

import org.jspecify.annotations.Nullable;

/** A local address that a socket listens at. Immutable. */
public sealed interface ListenAddress permits TcpAddress, UnixAddress {
  /**
   * Returns the TCP address for a literal; asks no name service.
   *
   * @param literal as "127.0.0.1", "::1", "0.0.0.0", also in brackets
   * @throws IllegalArgumentException if it is no literal
   */
  static TcpAddress of(String literal, int port) {
    return TcpAddress.of(literal, port);
  }

  /** Returns the address that gave this {@link #text}, or null if none did. */
  static @Nullable ListenAddress parse(String text) {
    try {
      return text.startsWith(UnixAddress.SCHEME) ? UnixAddress.parse(text) : TcpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      // Not written by us: as if it were not there, the application then binds by itself.
      return null;
    }
  }

  /** Returns it for the next life: without a comma or a semicolon. */
  String text();

  /** Tells whether a socket at one of the two is a socket at the other. */
  boolean matches(ListenAddress other);

  /** Tells whether a connection at this local address may have come through a socket here. */
  boolean covers(ListenAddress connection);
}
