package dev.perennial.testing.fault;

import dev.perennial.agent.container.Container;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The containers of this JVM, and the sessions that were taken out of them. Thread-safe. */
final class SeenSessions {
  private final List<Container> containers = new CopyOnWriteArrayList<>();
  private final Set<String> gone = ConcurrentHashMap.newKeySet();

  void add(Container container) {
    containers.add(container);
  }

  /** The agent has taken a session out, to be served elsewhere. */
  void left(String id) {
    gone.add(id);
  }

  /** The agent has put a session in. */
  void came(String id) {
    gone.remove(id);
  }

  boolean hasLeft(String id) {
    return gone.contains(id);
  }

  boolean anyLeft(List<String> ids) {
    return ids.stream().anyMatch(gone::contains);
  }

  /** Returns whether one of them is in a container. */
  boolean anyHere(List<String> ids) {
    return containers.stream().anyMatch(c -> ids.stream().anyMatch(c::hasSession));
  }
}
