package dev.perennial.agent.container;

/**
 * A connector that listens.
 *
 * @param host the address it is bound to, as literal; "0.0.0.0" or "::" for all; for a Unix domain
 *     socket its path, as it was bound
 * @param port the port it is bound to, never 0; {@link #UNIX} for a Unix domain socket
 * @param scheme "http", "https" or "ajp"
 * @param service whose applications answer there, as {@link Exchange#service} names it
 * @param binder where the kernel chose the port, since 0 was configured: the class in whose call
 *     the container binds it; otherwise empty
 * @param obstacle why this connector cannot go on listening over a restart, in words and with what
 *     to do about it; empty if it can
 */
public record Listener(
    String host, int port, String scheme, String service, String binder, String obstacle) {
  /** The port of a Unix domain socket. */
  public static final int UNIX = -1;

  /** One of the first service. */
  public Listener(String host, int port, String scheme) {
    this(host, port, scheme, "");
  }

  /** One at a configured port that can go on listening. */
  public Listener(String host, int port, String scheme, String service) {
    this(host, port, scheme, service, "", "");
  }

  /** Returns whether it is a Unix domain socket. */
  public boolean isUnix() {
    return port == UNIX;
  }

  /** Returns it for people: "https at 0.0.0.0:8443". */
  public String words() {
    if (isUnix()) {
      return scheme + " at " + host;
    }
    return scheme
        + " at "
        + (host.contains(":") ? "[" + host + "]" : host)
        + (port > 0 ? ":" + port : "")
        + (binder.isEmpty() ? "" : " (port 0 is configured)");
  }
}
