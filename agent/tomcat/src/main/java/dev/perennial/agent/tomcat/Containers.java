package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.ContainerEvents;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.apache.catalina.Server;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.session.ManagerBase;
import org.jspecify.annotations.Nullable;

/** The Tomcats of this JVM (of one class loader) that have been seen. Thread-safe. */
final class Containers {
  private final ContainerEvents events;
  private final Map<Server, TomcatContainer> byServer = new ConcurrentHashMap<>();

  Containers(ContainerEvents events) {
    this.events = events;
  }

  @Nullable TomcatContainer of(@Nullable Service service) {
    Server server = service == null ? null : service.getServer();
    return server == null ? null : of(server);
  }

  TomcatContainer of(Server server) {
    TomcatContainer known = byServer.get(server);
    if (known != null) {
      return known;
    }
    boolean first = byServer.isEmpty();
    TomcatContainer fresh = new TomcatContainer(server, () -> !first || anotherHadSessions(server));
    TomcatContainer other = byServer.putIfAbsent(server, fresh);
    if (other != null) {
      return other;
    }
    events.found(fresh);
    return fresh;
  }

  /** Returns whether another Tomcat of this JVM has all the sessions, now and ever. */
  boolean leavesSessionsToAnother(TomcatContainer container, Server server) {
    return !container.known().hadSessions() && anotherHadSessions(server);
  }

  /** Which of two was seen first is by chance where the agent came to a running JVM. */
  private boolean anotherHadSessions(Server server) {
    return byServer.entrySet().stream()
        .anyMatch(other -> other.getKey() != server && other.getValue().known().hadSessions());
  }

  @Nullable TomcatContainer of(Connector connector) {
    return of(connector.getService());
  }

  @Nullable TomcatContainer of(ManagerBase manager) {
    Context context = manager.getContext();
    return context == null ? null : of(context);
  }

  @Nullable TomcatContainer of(Context context) {
    for (Container at = context; at != null; at = at.getParent()) {
      if (at instanceof Engine engine) {
        return of(engine.getService());
      }
    }
    return null;
  }

  /**
   * Tomcat registers its servers as MBeans, whatever the domain's name. Where it does not, as in
   * Spring Boot, it is found when one of its managers looks after its sessions, every ten seconds.
   */
  void discover() {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    try {
      for (ObjectName name : beans.queryNames(new ObjectName("*:type=Server"), null)) {
        if (beans.isInstanceOf(name, "org.apache.tomcat.util.modeler.BaseModelMBean")
            && beans.getAttribute(name, "managedResource") instanceof Server server) {
          of(server);
        }
      }
    } catch (JMException e) {
      // One that has just been taken away, or that hides its resource: the next request finds it.
      return;
    }
  }
}
