package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Listener;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import org.apache.catalina.Server;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardThreadExecutor;
import org.apache.coyote.http11.AbstractHttp11Protocol;

/** The HTTP connectors of a Tomcat, as they are at the moment of asking. */
final class Connectors {
  private final Server server;

  Connectors(Server server) {
    this.server = server;
  }

  /** Returns those that run, with the protocol that each speaks. */
  List<Connector> running() {
    List<Connector> running = new ArrayList<>();
    for (Service service : server.findServices()) {
      for (Connector connector : service.findConnectors()) {
        if (connector.getState().isAvailable()
            && connector.getProtocolHandler() instanceof AbstractHttp11Protocol) {
          running.add(connector);
        }
      }
    }
    return running;
  }

  static AbstractHttp11Protocol<?> protocol(Connector connector) {
    return (AbstractHttp11Protocol<?>) connector.getProtocolHandler();
  }

  List<Listener> listeners() {
    List<Listener> listeners = new ArrayList<>();
    for (Connector connector : running()) {
      int port = connector.getLocalPort();
      if (port > 0) {
        String scheme = protocol(connector).isSSLEnabled() ? "https" : "http";
        String service = ApplicationName.ofService(connector.getService());
        listeners.add(new Listener(host(connector), port, scheme, service));
      }
    }
    return listeners;
  }

  /** Returns the literal address that a connector is bound to. */
  static String host(Connector connector) {
    InetAddress address = protocol(connector).getAddress();
    if (address != null) {
      return address.getHostAddress();
    }
    return Boolean.getBoolean("java.net.preferIPv4Stack") ? "0.0.0.0" : "::";
  }

  /** Returns how many requests all of them work on at once. */
  int threads() {
    int threads = 0;
    for (Connector connector : running()) {
      threads += threads(protocol(connector));
    }
    return threads;
  }

  private static int threads(AbstractHttp11Protocol<?> protocol) {
    if (protocol.getMaxThreads() > 0) {
      return protocol.getMaxThreads();
    }
    Executor executor = protocol.getExecutor();
    if (executor instanceof StandardThreadExecutor pool) {
      return pool.getMaxThreads();
    }
    if (executor instanceof ThreadPoolExecutor pool) {
      return pool.getMaximumPoolSize();
    }
    // One (virtual) thread a connection.
    return Math.max(1, protocol.getMaxConnections());
  }
}
