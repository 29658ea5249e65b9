package dev.perennial.agent.tomcat;

import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.util.SessionConfig;

/**
 * The names under which an application's requests bring session ids.
 *
 * @param cookie the cookie's name; empty if ids in cookies do not count
 * @param parameter the path parameter's name; empty if ids in paths do not count
 */
record SessionNames(String cookie, String parameter) {
  static final SessionNames NONE = new SessionNames("", "");

  /** Unless the application says otherwise. */
  static final SessionNames USUAL = new SessionNames("JSESSIONID", "jsessionid");

  static SessionNames of(Context context) {
    Set<?> modes = trackingModes(context);
    return new SessionNames(
        contains(modes, "COOKIE") ? SessionConfig.getSessionCookieName(context) : "",
        contains(modes, "URL") ? SessionConfig.getSessionUriParamName(context) : "");
  }

  private static Set<?> trackingModes(Context context) {
    try {
      return (Set<?>) Reflected.TRACKING_MODES.invoke(Reflected.SERVLET_CONTEXT.invoke(context));
    } catch (ReflectiveOperationException e) {
      throw Reflected.unexpected(e);
    }
  }

  /** By name: the servlet API's package is not the same in all versions. */
  private static boolean contains(Set<?> modes, String name) {
    for (Object mode : modes) {
      if (mode instanceof Enum<?> constant && constant.name().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
