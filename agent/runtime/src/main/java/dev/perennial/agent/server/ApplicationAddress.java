package dev.perennial.agent.server;

import dev.perennial.agent.container.Listener;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Where peers reach this server's application. Pure. */
public final class ApplicationAddress {
  private ApplicationAddress() {}

  /**
   * Returns it as configured, else as the first plain connector listens; empty if there is none.
   *
   * @param bind this server's own address, for a connector that listens at all
   */
  public static String of(Optional<URI> configured, List<Listener> listeners, String bind) {
    return configured
        .map(URI::toString)
        .orElseGet(
            () ->
                listeners.stream()
                    .filter(listener -> listener.scheme().equals("http"))
                    .findFirst()
                    .map(listener -> "http://" + host(listener, bind) + ":" + listener.port())
                    .orElse(""));
  }

  private static String host(Listener listener, String bind) {
    boolean all = listener.host().equals("0.0.0.0") || listener.host().equals("::");
    String host = all ? bind : listener.host();
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
