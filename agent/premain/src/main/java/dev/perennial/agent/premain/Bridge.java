package dev.perennial.agent.premain;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;

/**
 * The bridge class, defined into {@code java.lang}. Used by reflection only: this module is
 * compiled without it.
 */
final class Bridge {
  private static final String NAME = "java.lang.PerennialBridge";
  private static final String ENTRY = "bridge/java/lang/PerennialBridge.classdata";

  private final Class<?> type;

  private Bridge(Class<?> type) {
    this.type = type;
  }

  /** Returns whether an agent, of this jar or another, has defined it. */
  static boolean isThere() {
    try {
      Class.forName(NAME, false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  static Bridge define(RuntimeLoader jar, Instrumentation instrumentation)
      throws IOException, IllegalAccessException {
    byte[] bytes = jar.entry(ENTRY);
    if (bytes == null) {
      throw new IOException(ENTRY + " is not in the agent's jar");
    }
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(Bridge.class.getModule())),
        Set.of(),
        Map.of());
    return new Bridge(
        MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup()).defineClass(bytes));
  }

  /** Makes requests and binds wait until the runtime is there, at most so long each. */
  void expectRuntime(long millis) throws ReflectiveOperationException {
    type.getMethod("expectHandler", long.class).invoke(null, millis);
    type.getMethod("expectBinder", long.class).invoke(null, millis);
  }

  /** Lets all go on that wait for a runtime that will not come. */
  void release() throws ReflectiveOperationException {
    type.getMethod("release").invoke(null);
  }
}
