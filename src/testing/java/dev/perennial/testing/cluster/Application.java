package dev.perennial.testing.cluster;

import java.io.IOException;
import java.util.List;

/** What runs in the servers of a cluster. */
public interface Application {
  /** Puts what a server needs into its folder, once, when it is added to its cluster. */
  void lay(Server server) throws IOException;

  /**
   * Returns what follows the options of the JVM and the agent: class path, main class, arguments.
   */
  List<String> command(Server server);

  /** Returns a path that is answered with status 200 as soon as the application serves. */
  String path();
}
