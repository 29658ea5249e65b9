package dev.perennial.agent.tomcat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import org.apache.coyote.Processor;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.Nio2Endpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** The open connections of one endpoint, hurried to their end. Used under the lock of its owner. */
final class OpenConnections {
  /** An idle connection is closed by Tomcat when it has been idle for so long. */
  private static final long IDLE_MILLIS = 500;

  private final AbstractEndpoint<?, ?> endpoint;
  private final Map<SocketWrapperBase<?>, UpgradedConnection> upgraded = new HashMap<>();

  /** Of NIO2: when it was seen idle first. Whoever is served after that is not kept. */
  private final Map<SocketWrapperBase<?>, Long> idleSince = new HashMap<>();

  OpenConnections(AbstractEndpoint<?, ?> endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Lets the upgraded ones take their next step; the others are left alone.
   *
   * @param spread a new one is told at some moment within that
   * @param last whether there is no more time to wait for anything
   * @return how many are open, of any kind
   */
  int seeOff(Duration spread, boolean last) {
    long nanos = System.nanoTime();
    Set<? extends SocketWrapperBase<?>> connections = endpoint.getConnections();
    upgraded.keySet().retainAll(connections);
    for (SocketWrapperBase<?> connection : connections) {
      if (connection.getCurrentProcessor() instanceof Processor processor
          && processor.isUpgrade()) {
        upgraded
            .computeIfAbsent(
                connection, c -> new UpgradedConnection(c, nanos + within(spread.toNanos())))
            .look(processor, nanos, last);
      }
    }
    return connections.size();
  }

  private static long within(long spreadNanos) {
    return spreadNanos <= 0 ? 0 : ThreadLocalRandom.current().nextLong(spreadNanos);
  }

  /** As {@link #seeOff}, at once; also closes those that are idle. */
  int hurry(boolean last) {
    Set<? extends SocketWrapperBase<?>> connections = endpoint.getConnections();
    idleSince.keySet().retainAll(connections);
    for (SocketWrapperBase<?> connection : connections) {
      Lock lock = lock(connection);
      if (lock != null && lock.tryLock()) {
        try {
          // No thread works on it while we have the lock; no processor is kept for it: no request.
          if (connection.getCurrentProcessor() == null) {
            hurryIdle(connection);
          }
        } finally {
          lock.unlock();
        }
      }
    }
    return seeOff(Duration.ZERO, last);
  }

  /**
   * Shortens the time that an idle connection is kept. The poller of NIO closes it then, after it
   * has looked for a request that has come meanwhile: this cuts no connection that a keep-alive
   * timeout would not cut, and the next request sets the time anew. A read of NIO2 has its timeout
   * from its beginning, so that its connection is closed here.
   */
  private void hurryIdle(SocketWrapperBase<?> connection) {
    if (endpoint instanceof Nio2Endpoint) {
      long now = System.nanoTime();
      if (now - idleSince.computeIfAbsent(connection, c -> now) > IDLE_MILLIS * 1_000_000) {
        connection.close();
      }
    } else if (connection.getReadTimeout() != IDLE_MILLIS) {
      connection.setReadTimeout(IDLE_MILLIS);
    }
  }

  /** The lock's type in the signature is not the same in all versions; some have none. */
  private static @Nullable Lock lock(SocketWrapperBase<?> connection) {
    try {
      return (Lock) SocketWrapperBase.class.getMethod("getLock").invoke(connection);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
