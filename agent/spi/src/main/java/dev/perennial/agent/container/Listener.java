package dev.perennial.agent.container;

/**
 * A connector that listens.
 *
 * @param host the address it is bound to, as literal; "0.0.0.0" or "::" for all
 * @param port the port it is bound to, never 0
 * @param scheme "http" or "https"
 * @param service whose applications answer there, as {@link Exchange#service} names it
 */
public record Listener(String host, int port, String scheme, String service) {
  /** One of the first service. */
  public Listener(String host, int port, String scheme) {
    this(host, port, scheme, "");
  }
}
