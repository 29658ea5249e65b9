package dev.perennial.agent.server;

import dev.perennial.agent.container.Listener;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where peers reach this server's application. Pure. */
public final class ApplicationAddress {
  private ApplicationAddress() {}

  /**
   * Returns it as configured, else as the first plain connector of the container's first service
   * listens; empty if there is none.
   *
   * @param bind this server's own address, for a connector that listens at all
   */
  public static String of(Optional<URI> configured, List<Listener> listeners, String bind) {
    return configured
        .map(URI::toString)
        .orElseGet(
            () ->
                listeners.stream()
                    .filter(listener -> listener.service().isEmpty() && isPlain(listener))
                    .findFirst()
                    .map(listener -> url(listener, bind))
                    .orElse(""));
  }

  /**
   * Returns the same for each further service: its name, a blank, and where its first plain
   * connector listens.
   */
  public static List<String> ofServices(List<Listener> listeners, String bind) {
    Map<String, String> urls = new LinkedHashMap<>();
    for (Listener listener : listeners) {
      if (!listener.service().isEmpty() && isPlain(listener)) {
        urls.putIfAbsent(listener.service(), url(listener, bind));
      }
    }
    return urls.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList();
  }

  private static boolean isPlain(Listener listener) {
    return listener.scheme().equals("http") && !listener.isUnix();
  }

  private static String url(Listener listener, String bind) {
    return "http://" + host(listener, bind) + ":" + listener.port();
  }

  private static String host(Listener listener, String bind) {
    boolean all = listener.host().equals("0.0.0.0") || listener.host().equals("::");
    String host = all ? bind : listener.host();
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
