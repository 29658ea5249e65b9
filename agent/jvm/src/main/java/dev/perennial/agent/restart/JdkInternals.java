package dev.perennial.agent.restart;

import java.io.FileDescriptor;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

/** The two services of the JDK that have no public form. Thread-safe. */
final class JdkInternals {
  private static final String PACKAGE = "jdk.internal.access";
  private static final int FIRST_FREE_SLOT = 3;
  private static final int LAST_SLOT = 9;

  private final Object lang;
  private final Method registerShutdownHook;
  private final Object descriptors;
  private final Method descriptorNumber;

  /**
   * Opens them.
   *
   * @throws ReflectiveOperationException if this JDK has them no more
   */
  JdkInternals(Instrumentation instrumentation) throws ReflectiveOperationException {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(PACKAGE, Set.of(JdkInternals.class.getModule())),
        Map.of(),
        Set.of(),
        Map.of());
    Class<?> secrets = Class.forName(PACKAGE + ".SharedSecrets");
    lang = secrets.getMethod("getJavaLangAccess").invoke(null);
    registerShutdownHook =
        Class.forName(PACKAGE + ".JavaLangAccess")
            .getMethod("registerShutdownHook", int.class, boolean.class, Runnable.class);
    descriptors = secrets.getMethod("getJavaIOFileDescriptorAccess").invoke(null);
    descriptorNumber =
        Class.forName(PACKAGE + ".JavaIOFileDescriptorAccess")
            .getMethod("get", FileDescriptor.class);
  }

  /**
   * Has something run as late in the JVM's shutdown as can be: after the application's hooks and
   * the removal of files. Cannot be undone.
   *
   * @throws ReflectiveOperationException if every slot is taken
   */
  void registerLastShutdownHook(Runnable hook) throws ReflectiveOperationException {
    ReflectiveOperationException failure = null;
    for (int slot = LAST_SLOT; slot >= FIRST_FREE_SLOT; slot--) {
      try {
        registerShutdownHook.invoke(lang, slot, false, hook);
        return;
      } catch (ReflectiveOperationException e) {
        // Taken by somebody else.
        failure = e;
      }
    }
    throw new ReflectiveOperationException("no shutdown slot is free", failure);
  }

  /** Returns the number of an open descriptor, or -1. */
  int number(FileDescriptor descriptor) {
    try {
      return (int) descriptorNumber.invoke(descriptors, descriptor);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the JDK hides a descriptor's number", e);
    }
  }
}
