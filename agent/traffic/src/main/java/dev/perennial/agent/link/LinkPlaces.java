package dev.perennial.agent.link;

import dev.perennial.coordinator.waiting.Origin;
import dev.perennial.coordinator.waiting.WaitingRoom;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The connections that a server has taken. Those that have not proven who is there share few
 * places, by address; those that have share others, by server: so strangers never take the place of
 * a server, and a server that has proven itself always gets in. Thread-safe.
 */
final class LinkPlaces {
  private final WaitingRoom<Origin, Inbound> unproven;
  private final WaitingRoom<String, Inbound> proven;
  private final Set<Inbound> all = ConcurrentHashMap.newKeySet();
  private final Consumer<String> log;

  LinkPlaces(LinkSettings settings, Consumer<String> log) {
    this.unproven = half(settings.maxPendingHandshakes());
    this.proven = half(settings.maxConnections());
    this.log = log;
  }

  private static <O> WaitingRoom<O, Inbound> half(int total) {
    return new WaitingRoom<>(Math.max(1, total / 2), total);
  }

  /** Takes a connection, and hangs up on another one if need be. */
  void enter(Inbound inbound, InetAddress from) {
    all.add(inbound);
    unproven.enter(Origin.of(from.getAddress()), inbound).ifPresent(this::makeRoom);
  }

  private void makeRoom(Inbound unproved) {
    all.remove(unproved);
    log.accept("link from " + unproved.address() + " has not proven itself yet and made room");
    unproved.close();
  }

  /** It is known who is there. */
  void proves(Inbound inbound, LinkPeer peer) {
    unproven.prove(inbound);
    proven
        .enter(peer.server(), inbound)
        .ifPresent(
            other -> {
              all.remove(other);
              log.accept("link from " + other.address() + " made room for one of " + peer.server());
              other.close();
            });
  }

  /** Returns whether it has not had to make room. */
  boolean has(Inbound inbound) {
    return all.contains(inbound);
  }

  void leave(Inbound inbound) {
    unproven.leave(inbound);
    proven.leave(inbound);
    all.remove(inbound);
  }

  /** Does something with each connection. */
  void forEach(Consumer<Inbound> what) {
    all.forEach(what);
  }

  int size() {
    return all.size();
  }
}
