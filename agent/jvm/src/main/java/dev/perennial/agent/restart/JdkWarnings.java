package dev.perennial.agent.restart;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

/**
 * From Java 24 on the JDK warns on the error stream, once in each JVM, of the first code that loads
 * a native library and of the first that uses sun.misc.Unsafe. A manifest's Enable-Native-Access
 * counts for the main jar alone, so an agent would bring both to the operator of each server. What
 * is done here is what the JDK itself does after its warning; where the command line denies or
 * traces the use, nothing is changed. The price: both are for the whole JVM, so an application that
 * would have been the first (Tomcat's native library, say) is not warned of any more. Stateless.
 */
public final class JdkWarnings {
  private static final int FIRST_JDK = 24;

  private JdkWarnings() {}

  /** Notes both as warned of. Throws nothing: a JDK that has changed inside warns as it likes. */
  public static void silence(Instrumentation instrumentation) {
    if (Runtime.version().feature() >= FIRST_JDK) {
      silenceNativeAccess(instrumentation);
      silenceUnsafe();
    }
  }

  /** As {@link #silence}, of sun.misc.Unsafe alone, for which nothing has to be opened. */
  public static void silenceUnsafe() {
    if (Runtime.version().feature() < FIRST_JDK) {
      return;
    }
    try {
      Method warned =
          Class.forName("sun.misc.Unsafe").getDeclaredMethod("trySetMemoryAccessWarned");
      warned.setAccessible(true);
      warned.invoke(null);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // It will warn: that is all.
      return;
    }
  }

  private static void silenceNativeAccess(Instrumentation instrumentation) {
    try {
      Set<Module> us = Set.of(JdkWarnings.class.getModule());
      instrumentation.redefineModule(
          Object.class.getModule(),
          Set.of(),
          Map.of("jdk.internal.access", us, "jdk.internal.module", us),
          Map.of(),
          Set.of(),
          Map.of());
      Object policy =
          Class.forName("jdk.internal.module.ModuleBootstrap")
              .getMethod("illegalNativeAccess")
              .invoke(null);
      if (policy.toString().equals("WARN")) {
        Object lang =
            Class.forName("jdk.internal.access.SharedSecrets")
                .getMethod("getJavaLangAccess")
                .invoke(null);
        Class.forName("jdk.internal.access.JavaLangAccess")
            .getMethod("addEnableNativeAccessToAllUnnamed")
            .invoke(lang);
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // It will warn: that is all.
      return;
    }
  }
}
