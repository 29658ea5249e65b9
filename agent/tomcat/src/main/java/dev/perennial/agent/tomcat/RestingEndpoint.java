package dev.perennial.agent.tomcat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.threads.LimitLatch;

/** One connector's endpoint while it accepts nothing. Used under the lock of its owner. */
final class RestingEndpoint {
  private static final int UNLIMITED = -1;

  /** An idle connection is closed by Tomcat when it has been idle for so long. */
  private static final long IDLE_MILLIS = 500;

  private static final int CONNECT_MILLIS = 1000;

  /** An acceptor that is not held by then accepts nothing for another reason: paused, or ended. */
  private static final long HELD_NANOS = 1_000_000_000;

  private final AbstractHttp11Protocol<?> protocol;
  private final AbstractEndpoint<?, ?> endpoint;
  private final int maxConnections;
  private final int maxKeepAliveRequests;
  private final long sinceNanos = System.nanoTime();

  private RestingEndpoint(AbstractHttp11Protocol<?> protocol, AbstractEndpoint<?, ?> endpoint) {
    this.protocol = protocol;
    this.endpoint = endpoint;
    this.maxConnections = endpoint.getMaxConnections();
    this.maxKeepAliveRequests = protocol.getMaxKeepAliveRequests();
  }

  static RestingEndpoint of(Connector connector) {
    AbstractHttp11Protocol<?> protocol = Connectors.protocol(connector);
    try {
      AbstractEndpoint<?, ?> endpoint =
          (AbstractEndpoint<?, ?>) Reflected.ENDPOINT.invoke(protocol);
      RestingEndpoint resting = new RestingEndpoint(protocol, endpoint);
      resting.rest(connector);
      return resting;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw Reflected.unexpected(e);
    }
  }

  private void rest(Connector connector) throws IllegalAccessException {
    // Each answer closes its connection from now on.
    protocol.setMaxKeepAliveRequests(1);
    if (maxConnections == UNLIMITED) {
      Reflected.CONNECTION_LATCH.set(endpoint, new HoldingLatch());
      Reflected.MAX_CONNECTIONS.setInt(endpoint, 1);
    } else {
      endpoint.setMaxConnections(0);
    }
    freeAcceptor(connector);
  }

  /** The acceptor is in accept() already, and looks at the limit only when it has got one more. */
  private void freeAcceptor(Connector connector) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(reachable(connector), connector.getLocalPort()), CONNECT_MILLIS);
    } catch (IOException e) {
      // A full queue: then the acceptor has got one anyway.
    }
  }

  private static InetAddress reachable(Connector connector) throws UnknownHostException {
    InetAddress bound = InetAddress.getByName(Connectors.host(connector));
    return bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
  }

  /** Returns whether the acceptor waits, so that nothing is on its way to be counted as open. */
  boolean isHeld() {
    LimitLatch latch = latch();
    return latch == null || latch.hasQueuedThreads() || System.nanoTime() - sinceNanos > HELD_NANOS;
  }

  private LimitLatch latch() {
    try {
      return (LimitLatch) Reflected.CONNECTION_LATCH.get(endpoint);
    } catch (IllegalAccessException e) {
      throw Reflected.unexpected(e);
    }
  }

  /** Returns how many connections are open, and hurries those that are idle. */
  int open() {
    Set<? extends SocketWrapperBase<?>> connections = endpoint.getConnections();
    for (SocketWrapperBase<?> connection : connections) {
      hurry(connection);
    }
    return connections.size();
  }

  /**
   * Shortens the time that an idle connection is kept. The poller closes it then, after it has
   * looked for a request that has come meanwhile: this cuts no connection that a keep-alive timeout
   * would not cut, and the next request sets the time anew.
   */
  private static void hurry(SocketWrapperBase<?> connection) {
    Lock lock = lock(connection);
    if (lock == null || !lock.tryLock()) {
      return;
    }
    try {
      // No thread works on it while we have the lock; no processor is kept for it: no request.
      if (connection.getCurrentProcessor() == null && connection.getReadTimeout() != IDLE_MILLIS) {
        connection.setReadTimeout(IDLE_MILLIS);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The lock's type in the signature is not the same in all versions; some have none. */
  private static Lock lock(SocketWrapperBase<?> connection) {
    try {
      return (Lock) SocketWrapperBase.class.getMethod("getLock").invoke(connection);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  void resume() {
    protocol.setMaxKeepAliveRequests(maxKeepAliveRequests);
    LimitLatch latch = latch();
    endpoint.setMaxConnections(maxConnections);
    if (maxConnections != UNLIMITED) {
      wakeAcceptor(latch);
    }
  }

  /** A greater limit wakes nobody; one count up and down does. */
  private void wakeAcceptor(LimitLatch latch) {
    if (latch == null || latch.getCount() >= maxConnections) {
      return;
    }
    try {
      latch.countUpOrAwait();
      latch.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
