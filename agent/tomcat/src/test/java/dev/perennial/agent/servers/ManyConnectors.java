package dev.perennial.agent.servers;

import dev.perennial.agent.container.Container;
import java.nio.file.Path;

/** A Tomcat with several connectors, in a class loader of its own. Its code lives there. */
public interface ManyConnectors extends AutoCloseable {
  /** Returns the Tomcat as the agent uses it. */
  Container container();

  /** Returns where the connector of a kind listens. */
  int port(ConnectorKind kind);

  /** Returns where the connector of Unix domain sockets listens. */
  Path unixPath();

  /** Makes the connector of a kind have no limit of connections. */
  void unlimited(ConnectorKind kind);

  /** Stops, as before a restart. */
  void stop();

  @Override
  void close();
}
