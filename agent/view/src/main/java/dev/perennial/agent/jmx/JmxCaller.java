package dev.perennial.agent.jmx;

import java.lang.reflect.Method;
import java.rmi.server.RemoteServer;
import java.rmi.server.ServerNotActiveException;
import java.security.Principal;
import java.util.stream.Collectors;
import javax.security.auth.Subject;

/** Who calls an operation over JMX. */
public final class JmxCaller {
  private JmxCaller() {}

  /**
   * Returns the caller of the present thread in words: the authenticated name and the address, as
   * far as a connector tells them. Where none does, it may be any code of this JVM.
   */
  public static String who() {
    String known = name() + address();
    return known.isEmpty()
        ? "this process, thread " + Thread.currentThread().getName()
        : "operator over JMX" + known;
  }

  private static String name() {
    Subject subject = subject();
    return subject == null || subject.getPrincipals().isEmpty()
        ? ""
        : subject.getPrincipals().stream()
            .map(Principal::getName)
            .collect(Collectors.joining(", ", " (", ")"));
  }

  /** The way to ask has changed with Java 18, and the older one stops working with 24. */
  private static @org.jspecify.annotations.Nullable Subject subject() {
    try {
      if (Runtime.version().feature() >= 18) {
        return (Subject) Subject.class.getMethod("current").invoke(null);
      }
      Object context =
          Class.forName("java.security.AccessController").getMethod("getContext").invoke(null);
      Method ask =
          Subject.class.getMethod(
              "getSubject", Class.forName("java.security.AccessControlContext"));
      return (Subject) ask.invoke(null, context);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Not to be had: the entry goes without a name.
      return null;
    }
  }

  private static String address() {
    try {
      return " from " + RemoteServer.getClientHost();
    } catch (ServerNotActiveException e) {
      // Code of this JVM, which another connector than that of RMI may be.
      return "";
    }
  }
}
