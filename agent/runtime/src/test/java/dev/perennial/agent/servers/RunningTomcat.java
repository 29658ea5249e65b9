package dev.perennial.agent.servers;

/** A Tomcat in a class loader of its own. Its implementation lives there. */
public interface RunningTomcat extends AutoCloseable {
  int port();

  /** Makes the connector have no limit of connections. */
  void unlimited();

  /** Stops as an operator would, and starts again with the same applications. */
  void restart();

  @Override
  void close();
}
