package dev.perennial.agent.tomcat;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.util.SessionConfig;

/** The names under which requests bring session ids, over all applications. Immutable. */
final class SessionNames {
  private final String[] cookies;
  private final String[] parameters;

  SessionNames(Set<String> cookies, Set<String> parameters) {
    this.cookies = cookies.toArray(new String[0]);
    this.parameters = parameters.toArray(new String[0]);
  }

  static SessionNames of(Collection<Application> applications) {
    Set<String> cookies = new LinkedHashSet<>(Set.of("JSESSIONID"));
    Set<String> parameters = new LinkedHashSet<>(Set.of("jsessionid"));
    for (Application application : applications) {
      Context context = application.context();
      cookies.add(SessionConfig.getSessionCookieName(context));
      parameters.add(SessionConfig.getSessionUriParamName(context));
    }
    return new SessionNames(cookies, parameters);
  }

  boolean isCookie(Text text, int from, int to) {
    return contains(cookies, text, from, to);
  }

  boolean isParameter(Text text, int from, int to) {
    return contains(parameters, text, from, to);
  }

  private static boolean contains(String[] names, Text text, int from, int to) {
    for (String name : names) {
      if (text.regionEquals(from, to, name)) {
        return true;
      }
    }
    return false;
  }
}
