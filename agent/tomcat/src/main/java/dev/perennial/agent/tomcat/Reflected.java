package dev.perennial.agent.tomcat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.session.StandardSession;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.RequestGroupInfo;
import org.apache.coyote.Response;
import org.apache.coyote.http11.upgrade.UpgradeProcessorInternal;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.jspecify.annotations.Nullable;

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

  /** Whom a request asks for what is looked up late. */
  static final Field REQUEST_HOOK = field(Request.class, "hook");

  static final Field RESPONSE_HOOK = field(Response.class, "hook");

  /** Its return type has not the same package in all versions. */
  private static final Method WRITE_LISTENER = method(Response.class, "getWriteListener");

  /** Begins the time that the access log tells. */
  static final @Nullable Method MARK_START = optional(Request.class, "markStartTime");

  static final @Nullable Method SET_START_NANOS =
      optional(Request.class, "setStartTimeNanos", long.class);
  static final @Nullable Method SET_START = optional(Request.class, "setStartTime", long.class);

  /** The attribute that names what an error page is for. */
  static final String ERROR_EXCEPTION =
      SERVLET_CONTEXT.getReturnType().getPackageName() + ".error.exception";

  /** What an application is told of its connection; null where it cannot ask. */
  private static final @Nullable Constructor<?> SERVLET_CONNECTION = servletConnection();

  static final @Nullable Method CONNECTION_ID = connectionGetter("getConnectionId");
  static final @Nullable Method CONNECTION_PROTOCOL = connectionGetter("getProtocol");
  static final @Nullable Method CONNECTION_PROTOCOL_ID =
      connectionGetter("getProtocolConnectionId");

  private Reflected() {}

  private static @Nullable Constructor<?> servletConnection() {
    try {
      return Class.forName(
              "org.apache.tomcat.util.net.ServletConnectionImpl",
              false,
              AbstractEndpoint.class.getClassLoader())
          .getConstructor(String.class, String.class, String.class, boolean.class);
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      // Tomcat 9 has none.
      return null;
    }
  }

  /** Of the interface: its implementations need not be public. */
  private static @Nullable Method connectionGetter(String name) {
    if (SERVLET_CONNECTION != null) {
      for (Class<?> type : SERVLET_CONNECTION.getDeclaringClass().getInterfaces()) {
        Method getter = optional(type, name);
        if (getter != null) {
          return getter;
        }
      }
    }
    return null;
  }

  static @Nullable Object servletConnection(
      String id, String protocol, String protocolId, boolean secure) {
    try {
      return SERVLET_CONNECTION == null
          ? null
          : SERVLET_CONNECTION.newInstance(id, protocol, protocolId, secure);
    } catch (ReflectiveOperationException e) {
      throw unexpected(e);
    }
  }

  /** Returns whether an answer is written by a listener, so that no write may wait. */
  static boolean isWrittenByListener(Response response) {
    return call(WRITE_LISTENER, response) != null;
  }

  /** Returns where a connector's requests are counted. */
  static @Nullable RequestGroupInfo requestTotals(AbstractProtocol<?> protocol) {
    AbstractEndpoint<?, ?> endpoint = (AbstractEndpoint<?, ?>) call(ENDPOINT, protocol);
    return endpoint != null
            && endpoint.getHandler() != null
            && endpoint.getHandler().getGlobal() instanceof RequestGroupInfo totals
        ? totals
        : null;
  }

  /** Calls a method that is there and does not throw. */
  static @Nullable Object call(Method method, Object target, Object... arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (ReflectiveOperationException e) {
      throw unexpected(e);
    }
  }

  /** Returns a constant of an interface as this Tomcat has it; javac would copy it from another. */
  static String constant(Class<?> type, String name) {
    try {
      return (String) type.getField(name).get(null);
    } catch (NoSuchFieldException e) {
      return "";
    } catch (IllegalAccessException e) {
      throw unexpected(e);
    }
  }

  /** Returns one that not all versions have, or null. */
  static @Nullable ActionCode actionCode(String name) {
    for (ActionCode code : ActionCode.values()) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    return null;
  }

  private static @Nullable Method optional(Class<?> type, String name, Class<?>... parameters) {
    try {
      Method method = type.getMethod(name, parameters);
      // Public as it is: so the JDK does not look at each call who calls.
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  /** Returns a type of the servlet API by its name below the package of another one. */
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
