package dev.perennial.agent.tomcat;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.Server;
import org.apache.catalina.Service;
import org.apache.catalina.session.ManagerBase;
import org.jspecify.annotations.Nullable;

/** The applications of one Tomcat that have sessions. Thread-safe; readers take no lock. */
final class Applications {
  private volatile Map<String, Application> byKey = Map.of();
  private volatile Application[] all = {};

  /** Adds those that run already. */
  void addRunning(Server server) {
    for (Service service : server.findServices()) {
      Container engine = service.getContainer();
      if (engine != null) {
        addBelow(engine);
      }
    }
  }

  private void addBelow(Container container) {
    for (Container child : container.findChildren()) {
      if (child instanceof Context context) {
        if (context.getManager() instanceof ManagerBase manager
            && manager.getState().isAvailable()) {
          add(manager);
        }
      } else {
        addBelow(child);
      }
    }
  }

  synchronized void add(ManagerBase manager) {
    Application application = Application.of(manager);
    if (application != null) {
      Map<String, Application> next = new TreeMap<>(byKey);
      next.put(application.key(), application);
      publish(next);
    }
  }

  synchronized void remove(ManagerBase manager) {
    Map<String, Application> next = new TreeMap<>(byKey);
    if (next.values().removeIf(application -> application.manager() == manager)) {
      publish(next);
    }
  }

  private void publish(Map<String, Application> next) {
    byKey = Collections.unmodifiableMap(next);
    all = next.values().toArray(new Application[0]);
  }

  Map<String, Application> byKey() {
    return byKey;
  }

  Collection<Application> all() {
    return byKey.values();
  }

  /** Returns whether a valid session of that id is in one of them. */
  boolean has(String id) {
    return holds(id, null);
  }

  /**
   * As {@link #has}, in any version of one application alone.
   *
   * @param place as in {@link Application#place}
   */
  boolean has(String place, String id) {
    for (Application application : all) {
      if (application.place().equals(place) && application.find(id) != null) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether one of them has, or has had, a session. Allocates nothing. */
  boolean hadSessions() {
    for (Application application : all) {
      if (application.manager().getSessionCounter() > 0 || !application.sessions().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** As {@link #has}, leaving one application out. */
  boolean holds(String id, @Nullable ManagerBase but) {
    for (Application application : all) {
      if (application.manager() != but && application.find(id) != null) {
        return true;
      }
    }
    return false;
  }
}
