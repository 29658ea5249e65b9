package dev.perennial.agent.tomcat;

import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.Session;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.session.StandardSession;
import org.jspecify.annotations.Nullable;

/**
 * An application that has sessions.
 *
 * @param key its name in the cluster, such as "localhost/shop##2"; see {@link ApplicationName}
 * @param place the same for all versions of it, such as "localhost/shop"
 * @param sessions the manager's own map: what is taken out here is gone without anybody being told
 */
record Application(
    String key, String place, Context context, ManagerBase manager, Map<String, Session> sessions) {

  /**
   * Returns the application of a manager, or null if it does not belong to one (yet), or to
   * Tomcat's own cluster, which serves a session wherever it is asked for.
   */
  static @Nullable Application of(ManagerBase manager) {
    Context context = manager.getContext();
    if (context == null || context.getParent() == null || StateFacts.isCluster(manager)) {
      return null;
    }
    return new Application(
        ApplicationName.of(context),
        ApplicationName.ofAllVersions(context),
        context,
        manager,
        sessions(manager));
  }

  /** Returns the same application with other sessions. */
  Application with(Map<String, Session> others) {
    return new Application(key, place, context, manager, others);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Session> sessions(ManagerBase manager) {
    try {
      return (Map<String, Session>) Reflected.SESSIONS.get(manager);
    } catch (IllegalAccessException e) {
      throw Reflected.unexpected(e);
    }
  }

  /** Returns whether each session passes Tomcat's own method when it comes in. */
  boolean addsByWovenMethod() {
    try {
      return manager.getClass().getMethod("add", Session.class).getDeclaringClass()
          == ManagerBase.class;
    } catch (NoSuchMethodException e) {
      throw Reflected.unexpected(e);
    }
  }

  boolean isAvailable() {
    return manager.getState().isAvailable();
  }

  ClassLoader classLoader() {
    return context.getLoader().getClassLoader();
  }

  /** Returns a session that is valid, or null. Neither counts as an access nor ends an idle one. */
  @Nullable StandardSession find(String id) {
    return sessions.get(id) instanceof StandardSession session && isLive(session) ? session : null;
  }

  /** As {@code StandardSession.isValid()}, which would end an idle session on the way. */
  static boolean isLive(StandardSession session) {
    try {
      if (!Reflected.IS_VALID.getBoolean(session)) {
        return false;
      }
    } catch (IllegalAccessException e) {
      throw Reflected.unexpected(e);
    }
    int maxIdle = session.getMaxInactiveInterval();
    return maxIdle <= 0 || session.getIdleTimeInternal() / 1000 < maxIdle;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Application application && application.manager == manager;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(manager);
  }
}
