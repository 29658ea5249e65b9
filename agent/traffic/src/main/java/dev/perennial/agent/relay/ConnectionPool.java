package dev.perennial.agent.relay;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Idle connections, the last used first. Thread-safe. */
final class ConnectionPool implements AutoCloseable {
  private final RelaySettings settings;
  private final LongSupplier nanos;

  /** Guarded by "this". */
  private final Map<InetSocketAddress, Deque<Connection>> idle = new HashMap<>();

  /** Guarded by "this". */
  private boolean closed;

  ConnectionPool(RelaySettings settings, LongSupplier nanos) {
    this.settings = settings;
    this.nanos = nanos;
  }

  synchronized @Nullable Connection take(Target target) {
    closeExpired();
    Deque<Connection> of = idle.get(key(target));
    return of == null ? null : of.pollFirst();
  }

  synchronized void put(Target target, Connection connection) {
    closeExpired();
    Deque<Connection> of = idle.computeIfAbsent(key(target), key -> new ArrayDeque<>());
    if (closed || of.size() >= settings.maxIdle()) {
      connection.close();
      return;
    }
    connection.idleSinceNanos = nanos.getAsLong();
    of.addFirst(connection);
  }

  synchronized void closeExpired() {
    long now = nanos.getAsLong();
    long limit = settings.idleTimeout().toNanos();
    for (Deque<Connection> of : idle.values()) {
      while (!of.isEmpty() && now - of.getLast().idleSinceNanos > limit) {
        of.removeLast().close();
      }
    }
    idle.values().removeIf(Deque::isEmpty);
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.values().forEach(of -> of.forEach(Connection::close));
    idle.clear();
  }

  private static InetSocketAddress key(Target target) {
    return InetSocketAddress.createUnresolved(target.host(), target.port());
  }
}
