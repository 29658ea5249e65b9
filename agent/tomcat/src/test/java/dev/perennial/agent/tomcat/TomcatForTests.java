package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Container;
import org.apache.catalina.Server;

/** Gives tests of other packages a Tomcat as the agent uses it. */
public final class TomcatForTests {
  private TomcatForTests() {}

  /** Returns it. */
  public static Container container(Server server) {
    return new TomcatContainer(server);
  }
}
