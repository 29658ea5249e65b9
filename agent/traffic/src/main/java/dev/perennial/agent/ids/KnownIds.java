package dev.perennial.agent.ids;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** What each of the other servers has said of its sessions. Thread-safe. */
public final class KnownIds {
  private final ToLongFunction<String> life;
  private final ToLongFunction<String> unheardNanos;
  private final LongSupplier own;
  private final Map<String, PeerIds> servers = new ConcurrentHashMap<>();

  /**
   * @param life of a server, as the roster has it now; 0 if that is not known
   * @param unheardNanos for how long the cluster's membership has heard nothing of a server; 0 if
   *     that is not known
   * @param own time, as {@link OwnTime} has it
   */
  public KnownIds(
      ToLongFunction<String> life, ToLongFunction<String> unheardNanos, LongSupplier own) {
    this.life = life;
    this.unheardNanos = unheardNanos;
    this.own = own;
  }

  /** Returns what one of them has said. */
  public PeerIds of(String server) {
    PeerIds known = servers.get(server);
    return known != null
        ? known
        : servers.computeIfAbsent(
            server,
            name ->
                new PeerIds(
                    () -> life.applyAsLong(name), () -> unheardNanos.applyAsLong(name), own));
  }
}
