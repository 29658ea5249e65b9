package dev.perennial.agent.container;

/**
 * A connector that listens.
 *
 * @param host the address it is bound to, as literal; "0.0.0.0" or "::" for all
 * @param port the port it is bound to, never 0
 * @param scheme "http" or "https"
 */
public record Listener(String host, int port, String scheme) {}
