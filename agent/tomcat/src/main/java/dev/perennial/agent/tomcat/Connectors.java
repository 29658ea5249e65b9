package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import org.apache.catalina.Server;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardThreadExecutor;
import org.apache.coyote.AbstractProtocol;

/** The connectors of a Tomcat, as they are at the moment of asking. */
final class Connectors {
  private final Server server;

  Connectors(Server server) {
    this.server = server;
  }

  /** Returns those that run and can come to rest, in the order in which they bind. */
  List<Connector> running() {
    return available().stream().filter(c -> ListeningConnector.of(c).canRest()).toList();
  }

  private List<Connector> available() {
    List<Connector> available = new ArrayList<>();
    for (Service service : server.findServices()) {
      for (Connector connector : service.findConnectors()) {
        if (connector.getState().isAvailable()) {
          available.add(connector);
        }
      }
    }
    return available;
  }

  List<Listener> listeners() {
    List<Listener> listeners = new ArrayList<>();
    for (Connector connector : available()) {
      ListeningConnector listening = ListeningConnector.of(connector);
      if (listening.isBound()) {
        listeners.add(listening.listener());
      }
    }
    return listeners;
  }

  /** Returns how many requests all of them work on at once. */
  int threads() {
    int threads = 0;
    for (Connector connector : running()) {
      threads += threads((AbstractProtocol<?>) connector.getProtocolHandler());
    }
    return threads;
  }

  private static int threads(AbstractProtocol<?> protocol) {
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
