package dev.perennial.agent.tomcat;

import dev.perennial.agent.log.Suppressed;
import java.lang.reflect.Method;
import org.apache.catalina.Context;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether an application's sessions are Spring Session's, which takes Tomcat's place, and
 * where that keeps them. All by name: no class of Spring is known here. Stateless.
 */
final class SpringSession {
  /** It is there, and keeps its sessions nobody knows where. */
  static final String NOT_KNOWN = "?";

  private static final String FILTER = "springSessionRepositoryFilter";
  private static final String FILTER_CLASS =
      "org.springframework.session.web.http.SessionRepositoryFilter";
  private static final String REPOSITORY = "org.springframework.session.SessionRepository";
  private static final String ROOT = "org.springframework.web.context.WebApplicationContext.ROOT";

  private SpringSession() {}

  /** Returns the class of its repository, {@link #NOT_KNOWN}, or nothing where it is not used. */
  static String repository(Context context) {
    if (!isUsed(context)) {
      return "";
    }
    try {
      String found = ofRoot(context);
      return found == null ? NOT_KNOWN : found;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      Suppressed.count(e, "Spring Session");
      return NOT_KNOWN;
    }
  }

  private static boolean isUsed(Context context) {
    for (FilterDef filter : context.findFilterDefs()) {
      if (FILTER.equals(filter.getFilterName()) || FILTER_CLASS.equals(filter.getFilterClass())) {
        return true;
      }
    }
    return false;
  }

  /** Makes no bean: its type is asked for alone. */
  private static @Nullable String ofRoot(Context context) throws ReflectiveOperationException {
    Object servletContext = Reflected.SERVLET_CONTEXT.invoke(context);
    Object beans =
        method(servletContext, "getAttribute", String.class).invoke(servletContext, ROOT);
    if (beans == null || context.getLoader() == null) {
      return null;
    }
    Class<?> repository = Class.forName(REPOSITORY, false, context.getLoader().getClassLoader());
    String[] names =
        (String[])
            method(beans, "getBeanNamesForType", Class.class, boolean.class, boolean.class)
                .invoke(beans, repository, true, false);
    if (names.length != 1) {
      return null;
    }
    Class<?> type = (Class<?>) method(beans, "getType", String.class).invoke(beans, names[0]);
    return type == null ? null : type.getName();
  }

  /** The object's own class may be hidden: the method is called by a public type that has it. */
  private static Method method(Object object, String name, Class<?>... parameters)
      throws NoSuchMethodException {
    Method found = object.getClass().getMethod(name, parameters);
    found.trySetAccessible();
    return found;
  }
}
