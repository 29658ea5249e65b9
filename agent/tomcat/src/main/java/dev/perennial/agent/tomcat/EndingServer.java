package dev.perennial.agent.tomcat;

import java.util.function.BooleanSupplier;
import org.apache.catalina.Server;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;

/** Tells whether what is about to stop is a whole Tomcat, and which. */
final class EndingServer {
  private EndingServer() {}

  /**
   * Returns the server that ends with what was told to stop; null if the rest of it may go on. A
   * service or a connector can be stopped alone while the server runs, and be started again: an
   * operator pauses a connector by JMX, say. While the process ends nothing goes on.
   *
   * @param source what was told to stop: a server, a service, a connector, or who has embedded it
   */
  static @Nullable Server of(Object source) {
    return of(source, EndingServer::processEnds);
  }

  static @Nullable Server of(Object source, BooleanSupplier processEnds) {
    if (source instanceof Server server) {
      return server;
    }
    if (source instanceof Service || source instanceof Connector) {
      Service service =
          source instanceof Connector connector ? connector.getService() : (Service) source;
      return service == null || !processEnds.getAsBoolean() ? null : service.getServer();
    }
    return source instanceof Tomcat tomcat ? tomcat.getServer() : null;
  }

  private static boolean processEnds() {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(new Thread());
      return false;
    } catch (IllegalStateException e) {
      // The JVM runs its hooks: there are none to be had any more.
      return true;
    }
  }
}
