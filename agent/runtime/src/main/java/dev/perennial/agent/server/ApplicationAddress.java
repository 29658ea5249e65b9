package dev.perennial.agent.server;

import dev.perennial.agent.container.Listener;
import java.util.List;

/** Where this server's application answers, for people to know. Pure. */
public final class ApplicationAddress {
  private ApplicationAddress() {}

  /**
   * Returns it as the first connector of the container's first service listens, a plain one if
   * there is one; empty if there is none.
   *
   * @param bind this server's own address, for a connector that listens at all
   */
  public static String of(List<Listener> listeners, String bind) {
    List<Listener> first =
        listeners.stream().filter(listener -> listener.service().isEmpty()).toList();
    return first.stream()
        .filter(listener -> listener.scheme().equals("http"))
        .findFirst()
        .or(() -> first.stream().findFirst())
        .map(listener -> url(listener, bind))
        .orElse("");
  }

  private static String url(Listener listener, String bind) {
    return listener.scheme() + "://" + host(listener, bind) + ":" + listener.port();
  }

  private static String host(Listener listener, String bind) {
    boolean all = listener.host().equals("0.0.0.0") || listener.host().equals("::");
    String host = all ? bind : listener.host();
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
