package dev.perennial.agent.servers;

import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.container.Gate;
import java.util.List;

/** A Tomcat in a class loader of its own. Its implementation lives there. */
public interface RunningTomcat extends AutoCloseable {
  int port();

  /** Returns the port of one of the first service's connectors. */
  int port(int connector);

  /** Returns the port of another service than the first. */
  int port(String service);

  /** Returns the access log's lines so far. */
  List<String> accessLines();

  /** Adds an application to those that run. */
  void deploy(String application);

  /** Gives the first host one more name. */
  void alias(String name);

  /** Starts another Tomcat in the same process, with the same hooks. */
  RunningTomcat beside(String... applications);

  /** Makes the connector have no limit of connections. */
  void unlimited();

  /** Makes a second adapter, which has seen nothing of the start, and lets it look around. */
  void attach(Gate gate, ContainerEvents events);

  /** Makes the managers of all applications make no more sessions. */
  void breakManagers();

  /**
   * Has the managers of all applications filter attributes.
   *
   * @param names of those that are kept, null for all
   * @param classes of their values, null for all
   */
  void filterAttributes(String names, String classes);

  /** Stops as an operator would, and starts again with the same applications. */
  void restart();

  @Override
  void close();
}
