package dev.perennial.agent.relay;

/**
 * A server to relay to.
 *
 * @param host name or address of its HTTP connector
 * @param port of that connector
 * @param token shows it that we are of its cluster; without line breaks and '|'
 * @param origin our own name; without line breaks and '|'
 */
public record Target(String host, int port, String token, String origin) {
  private static final int MAX_PORT = 65535;

  public Target {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("host is empty; a name or an address is needed");
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("port is " + port + "; allowed: 1 to " + MAX_PORT);
    }
    check("token", token);
    check("origin", origin);
  }

  private static void check(String name, String value) {
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '|')) {
      throw new IllegalArgumentException(
          name + " must be printable ASCII without blanks and '|', and not empty");
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
