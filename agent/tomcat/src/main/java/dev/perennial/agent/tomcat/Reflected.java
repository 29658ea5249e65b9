package dev.perennial.agent.tomcat;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.session.StandardSession;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http11.upgrade.UpgradeProcessorInternal;
import org.apache.tomcat.util.net.AbstractEndpoint;

/**
 * The members of Tomcat that have no public way to them. They have the same names from 9.0 to 11;
 * one that is missing fails the loading of the adapter, hence at once and before anything was done.
 */
final class Reflected {
  static final Field ATTRIBUTES = field(StandardSession.class, "attributes");
  static final Field ID = field(StandardSession.class, "id");
  static final Field CREATION_TIME = field(StandardSession.class, "creationTime");
  static final Field LAST_ACCESSED_TIME = field(StandardSession.class, "lastAccessedTime");
  static final Field THIS_ACCESSED_TIME = field(StandardSession.class, "thisAccessedTime");
  static final Field IS_VALID = field(StandardSession.class, "isValid");
  static final Field EXPIRING = field(StandardSession.class, "expiring");

  /** By id, of one application. */
  static final Field SESSIONS = field(ManagerBase.class, "sessions");

  static final Field REQUEST_SESSION =
      field(org.apache.catalina.connector.Request.class, "session");
  static final Field REQUEST_REMOTE_PORT =
      field(org.apache.catalina.connector.Request.class, "remotePort");
  static final Field CONNECTOR = field(CoyoteAdapter.class, "connector");

  private static final Method ENDPOINT = method(AbstractProtocol.class, "getEndpoint");
  static final Field CONNECTION_LATCH = field(AbstractEndpoint.class, "connectionLimitLatch");
  static final Field MAX_CONNECTIONS = field(AbstractEndpoint.class, "maxConnections");

  static final Field UPGRADE_HANDLER =
      field(UpgradeProcessorInternal.class, "internalHttpUpgradeHandler");
  static final Class<?> HTTP2_HANDLER = type(AbstractProtocol.class, "http2.Http2UpgradeHandler");
  static final Field ACTIVE_STREAMS = field(HTTP2_HANDLER, "activeRemoteStreamCount");
  static final Field NEWEST_STREAM = field(HTTP2_HANDLER, "maxProcessedStreamId");

  /** Its return type has not the same package in all versions. */
  static final Method SERVLET_CONTEXT =
      method(org.apache.catalina.Context.class, "getServletContext");

  static final Method TRACKING_MODES =
      method(SERVLET_CONTEXT.getReturnType(), "getEffectiveSessionTrackingModes");

  static final Class<?> ACTIVATION_LISTENER =
      type(SERVLET_CONTEXT.getReturnType(), "http.HttpSessionActivationListener");

  private Reflected() {}

  /** Returns a type by its name below the package of another one. */
  private static Class<?> type(Class<?> sibling, String name) {
    String full = sibling.getPackageName() + "." + name;
    try {
      return Class.forName(full, false, sibling.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new LinkageError("this Tomcat has no " + full, e);
    }
  }

  private static Field field(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new LinkageError("this Tomcat has no " + type.getName() + "." + name, e);
    }
  }

  private static Method method(Class<?> type, String name) {
    try {
      Method method = type.getDeclaredMethod(name);
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException e) {
      throw new LinkageError("this Tomcat has no " + type.getName() + "." + name, e);
    }
  }

  /** Returns what listens for a protocol, and holds its connections. */
  static AbstractEndpoint<?, ?> endpoint(AbstractProtocol<?> protocol) {
    try {
      return (AbstractEndpoint<?, ?>) ENDPOINT.invoke(protocol);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw unexpected(e);
    }
  }

  /** What cannot happen to a member made accessible. */
  static IllegalStateException unexpected(ReflectiveOperationException e) {
    return new IllegalStateException("Tomcat's internals cannot be reached", e);
  }
}
