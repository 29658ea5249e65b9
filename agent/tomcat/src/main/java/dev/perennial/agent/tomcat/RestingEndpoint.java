package dev.perennial.agent.tomcat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.threads.LimitLatch;
import org.jspecify.annotations.Nullable;

/** One connector's endpoint while it accepts nothing. Used under the lock of its owner. */
final class RestingEndpoint {
  private static final int UNLIMITED = -1;
  private static final int CONNECT_MILLIS = 1000;

  /** An acceptor that is not held by then accepts nothing for another reason: paused, or ended. */
  private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ListeningConnector listening;
  private final AbstractEndpoint<?, ?> endpoint;
  private final PoliteEnd end;
  private final int trafficClass;
  private final int maxConnections;
  private final long sinceNanos = System.nanoTime();
  private @Nullable SparedPath spared;

  private RestingEndpoint(
      Connector connector, AbstractEndpoint<?, ?> endpoint, PoliteEnd end, int trafficClass) {
    this.trafficClass = trafficClass;
    this.listening = ListeningConnector.of(connector);
    this.endpoint = endpoint;
    this.end = end;
    this.maxConnections = endpoint.getMaxConnections();
  }

  /**
   * Brings it to rest; its connections are to end politely already.
   *
   * @param trafficClass of the connection that frees its acceptor
   */
  static RestingEndpoint of(
      Connector connector, AbstractEndpoint<?, ?> endpoint, PoliteEnd end, int trafficClass) {
    RestingEndpoint resting = new RestingEndpoint(connector, endpoint, end, trafficClass);
    try {
      resting.rest();
    } catch (IllegalAccessException e) {
      throw Reflected.unexpected(e);
    }
    return resting;
  }

  private void rest() throws IllegalAccessException {
    if (maxConnections == UNLIMITED) {
      Reflected.CONNECTION_LATCH.set(endpoint, new HoldingLatch());
      Reflected.MAX_CONNECTIONS.setInt(endpoint, 1);
    } else {
      endpoint.setMaxConnections(0);
    }
    freeAcceptor();
  }

  /** The acceptor is in accept() already, and looks at the limit only when it has got one more. */
  private void freeAcceptor() {
    try {
      if (listening.isUnix()) {
        SocketChannel.open(UnixDomainSocketAddress.of(listening.unixPath())).close();
      } else {
        connectOnce();
      }
    } catch (IOException e) {
      // A full queue: then the acceptor has got one anyway.
      return;
    }
  }

  private void connectOnce() throws IOException {
    InetAddress host = reachable();
    // Of just that family: the mark of a socket of both is one of IPv6 alone.
    StandardProtocolFamily family =
        host instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    try (SocketChannel channel = SocketChannel.open(family)) {
      channel.setOption(StandardSocketOptions.IP_TOS, trafficClass);
      channel
          .socket()
          .connect(
              new InetSocketAddress(host, listening.connector().getLocalPort()), CONNECT_MILLIS);
    }
  }

  private InetAddress reachable() throws UnknownHostException {
    InetAddress bound = InetAddress.getByName(listening.host());
    return bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
  }

  /** Returns whether the acceptor waits, so that nothing is on its way to be counted as open. */
  boolean isHeld() {
    LimitLatch latch = latch();
    return latch == null || latch.hasQueuedThreads() || System.nanoTime() - sinceNanos > HELD_NANOS;
  }

  private @Nullable LimitLatch latch() {
    try {
      return (LimitLatch) Reflected.CONNECTION_LATCH.get(endpoint);
    } catch (IllegalAccessException e) {
      throw Reflected.unexpected(e);
    }
  }

  /**
   * Returns how many connections are open, and hurries those that are idle.
   *
   * @param last whether there is no more time to wait for anything
   */
  int open(boolean last) {
    return end.hurry(last);
  }

  /** Has the connector's stop leave the path of its Unix domain socket alone. */
  void sparePath() {
    if (spared == null && listening.isUnix()) {
      spared = SparedPath.of(endpoint, listening.unixPath());
    }
  }

  void resume() {
    if (spared != null) {
      spared.undo();
    }
    LimitLatch latch = latch();
    endpoint.setMaxConnections(maxConnections);
    if (maxConnections != UNLIMITED) {
      wakeAcceptor(latch);
    }
  }

  /** A greater limit wakes nobody; one count up and down does. */
  private void wakeAcceptor(@Nullable LimitLatch latch) {
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
