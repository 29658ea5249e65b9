package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.container.Listener;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.restart.ListenAddress;
import dev.perennial.agent.restart.TcpAddress;
import dev.perennial.agent.restart.UnixAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the containers' connectors listen, and which of them cannot go on over a restart. */
final class Listening {
  private Listening() {}

  /** Returns where, in the order in which the connectors bind. */
  static Set<ListenAddress> of(Containers containers) {
    return of(containers.listeners());
  }

  static Set<ListenAddress> of(List<Listener> listeners) {
    return listeners.stream()
        .filter(listener -> listener.obstacle().isEmpty())
        .map(Listening::address)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static ListenAddress address(Listener listener) {
    if (listener.isUnix()) {
      return new UnixAddress(listener.host());
    }
    TcpAddress address = ListenAddress.of(listener.host(), listener.port());
    return listener.binder().isEmpty() ? address : address.chosenFor(listener.binder());
  }

  /** Returns what forbids a restart that keeps the sockets, by name; empty if nothing does. */
  static String obstacle(List<Listener> listeners) {
    return listeners.stream()
        .filter(listener -> !listener.obstacle().isEmpty())
        .map(listener -> "the connector " + listener.words() + ": " + listener.obstacle())
        .collect(Collectors.joining("; "));
  }

  /** Returns what forbids a restart by the guard, which knows sockets of IP alone; or "". */
  static String obstacleOfEmergency(List<Listener> listeners) {
    String unix =
        listeners.stream()
            .filter(Listener::isUnix)
            .map(Listener::words)
            .collect(Collectors.joining(", "));
    return unix.isEmpty()
        ? obstacle(listeners)
        : "in an emergency the Unix domain socket of " + unix + " cannot be kept";
  }
}
