package dev.perennial.agent.tomcat;

import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.Manager;
import org.apache.catalina.Server;
import org.apache.catalina.Service;
import org.apache.catalina.Store;
import org.apache.catalina.StoreManager;
import org.apache.catalina.Valve;
import org.apache.catalina.session.StandardManager;
import org.jspecify.annotations.Nullable;

/**
 * What tells where an application keeps its state.
 *
 * @param application its key
 * @param kind of its manager
 * @param manager class of its manager; empty for none
 * @param store class of the store to which its manager moves sessions; empty for none
 * @param singleSignOn name of its host, or of the engine, if users log in to all applications of
 *     that at once; empty if not
 * @param springSession class of Spring Session's repository, {@link SpringSession#NOT_KNOWN} if
 *     there is one of which no more is known; empty if there is none
 */
record StateFacts(
    String application,
    Kind kind,
    String manager,
    String store,
    String singleSignOn,
    String springSession) {
  private static final String CLUSTER_MANAGER = "org.apache.catalina.ha.ClusterManager";
  private static final String SINGLE_SIGN_ON = "org.apache.catalina.authenticator.SingleSignOn";

  /** What kind of manager an application has. */
  enum Kind {
    /** It has no sessions. */
    NONE,
    /** All sessions are in its map. */
    STANDARD,
    /** Some of them may be in a store instead. */
    STORING,
    /** Tomcat's own cluster has them on several servers. */
    CLUSTER,
    /** Nobody knows. */
    OTHER
  }

  /** Returns those of all applications that run. */
  static List<StateFacts> of(Server server) {
    List<StateFacts> all = new ArrayList<>();
    for (Service service : server.findServices()) {
      Container engine = service.getContainer();
      if (engine != null) {
        addBelow(engine, all);
      }
    }
    return all;
  }

  private static void addBelow(Container container, List<StateFacts> all) {
    for (Container child : container.findChildren()) {
      if (!(child instanceof Context context)) {
        addBelow(child, all);
      } else if (context.getState().isAvailable()) {
        all.add(of(context));
      }
    }
  }

  private static StateFacts of(Context context) {
    Manager manager = context.getManager();
    Store store = manager instanceof StoreManager storing ? storing.getStore() : null;
    return new StateFacts(
        ApplicationName.of(context),
        kind(manager, store),
        manager == null ? "" : manager.getClass().getName(),
        store == null ? "" : store.getClass().getName(),
        singleSignOn(context.getParent()),
        SpringSession.repository(context));
  }

  private static Kind kind(@Nullable Manager manager, @Nullable Store store) {
    if (manager == null) {
      return Kind.NONE;
    } else if (isCluster(manager)) {
      return Kind.CLUSTER;
    } else if (manager instanceof StandardManager) {
      return Kind.STANDARD;
    } else if (manager instanceof StoreManager) {
      return store == null ? Kind.STANDARD : Kind.STORING;
    }
    return Kind.OTHER;
  }

  /**
   * Returns whether Tomcat's own cluster has a manager's sessions: to ask it for one may move it.
   */
  static boolean isCluster(Manager manager) {
    return isA(manager.getClass(), CLUSTER_MANAGER);
  }

  private static String singleSignOn(@Nullable Container container) {
    for (Container at = container; at != null; at = at.getParent()) {
      for (Valve valve : at.getPipeline().getValves()) {
        if (isA(valve.getClass(), SINGLE_SIGN_ON)) {
          return at.getName();
        }
      }
    }
    return "";
  }

  /** By name: Tomcat's cluster is a jar of its own, which need not be there. */
  private static boolean isA(@Nullable Class<?> type, String name) {
    if (type == null) {
      return false;
    }
    if (type.getName().equals(name) || isA(type.getSuperclass(), name)) {
      return true;
    }
    for (Class<?> each : type.getInterfaces()) {
      if (isA(each, name)) {
        return true;
      }
    }
    return false;
  }
}
