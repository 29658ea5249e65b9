package dev.perennial.agent.premain;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the life before has left in the environment. It is for the agent alone: the processes that
 * the application starts are not to take it for theirs.
 *
 * @param variables by name; none if this JVM was not restarted in place
 */
record FormerLife(Map<String, String> variables) {
  private static final Set<String> NAMES =
      Set.of("PERENNIAL_HANDOVER_NOTE", "PERENNIAL_INHERITED_SOCKETS", "PERENNIAL_EMERGENCY_NOTE");

  FormerLife {
    variables = Map.copyOf(variables);
  }

  /** Reads it. */
  static FormerLife of(Map<String, String> environment) {
    Map<String, String> left = new TreeMap<>(environment);
    left.keySet().retainAll(NAMES);
    return new FormerLife(left);
  }

  boolean isThere() {
    return !variables.isEmpty();
  }

  /**
   * Takes it out of what Java shows of the environment, which is what {@code ProcessBuilder} copies
   * for those who change it. What native code sees needs native code: that comes with the runtime.
   * To be called before the application's first class, and with java.lang open to this module.
   *
   * @throws ReflectiveOperationException if this JDK keeps it elsewhere
   */
  static void forget() throws ReflectiveOperationException {
    Field kept = Class.forName("java.lang.ProcessEnvironment").getDeclaredField("theEnvironment");
    kept.setAccessible(true);
    // Its keys are of a class of that package; their text is the name.
    ((Map<?, ?>) kept.get(null)).keySet().removeIf(name -> NAMES.contains(name.toString()));
  }
}
