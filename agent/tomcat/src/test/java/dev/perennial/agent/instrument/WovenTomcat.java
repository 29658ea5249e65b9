package dev.perennial.agent.instrument;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;

/** One of the unmodified Tomcats, running woven in this JVM, with an empty application. */
final class WovenTomcat implements AutoCloseable {
  private final Object tomcat;

  /** Starts it at a free port. */
  WovenTomcat(ClassLoader loader, Path folder) throws ReflectiveOperationException {
    // It would take over all URLs of this JVM.
    loader
        .loadClass("org.apache.catalina.webresources.TomcatURLStreamHandlerFactory")
        .getMethod("disable")
        .invoke(null);
    tomcat = loader.loadClass("org.apache.catalina.startup.Tomcat").getConstructor().newInstance();
    call(tomcat, "setBaseDir", folder.toString());
    call(tomcat, "setPort", 0);
    call(tomcat, "getConnector");
    call(tomcat, "addContext", "", folder.toString());
    call(tomcat, "start");
  }

  int port() throws ReflectiveOperationException {
    return (int) call(call(tomcat, "getConnector"), "getLocalPort");
  }

  @Override
  public void close() throws ReflectiveOperationException {
    call(tomcat, "stop");
    call(tomcat, "destroy");
  }

  /** Of several methods of that name, the first that takes this. */
  private static Object call(Object target, String name, Object... arguments)
      throws ReflectiveOperationException {
    Class<?>[] given =
        Arrays.stream(arguments)
            .map(a -> a instanceof Integer ? int.class : a.getClass())
            .toArray(Class<?>[]::new);
    Method method = target.getClass().getMethod(name, given);
    return method.invoke(target, arguments);
  }
}
