package dev.perennial.agent.tomcat;

import java.time.Duration;
import org.apache.catalina.Server;

/** Lets tests of other packages bring a Tomcat's connectors to rest, as the agent does. */
public final class ConnectorRest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private ConnectorRest() {}

  /** Returns when nothing is open and nothing is accepted any more, or the limit has passed. */
  public static void begin(Server server) throws InterruptedException {
    int unused = new Quiescence(new Connectors(server)).begin(LIMIT);
  }
}
