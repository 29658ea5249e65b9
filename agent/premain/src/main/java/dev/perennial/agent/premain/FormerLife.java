package dev.perennial.agent.premain;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the environment has for the agent alone: what the life before has left, and the secret.
 * Neither the application nor the processes that it starts are to take it for theirs.
 *
 * @param variables by name
 */
record FormerLife(Map<String, String> variables) {
  private static final String SECRET = "PERENNIAL_SECRET";

  private static final Set<String> NAMES =
      Set.of(
          SECRET,
          "PERENNIAL_HANDOVER_NOTE",
          "PERENNIAL_INHERITED_SECRET",
          "PERENNIAL_INHERITED_SOCKETS",
          "PERENNIAL_EMERGENCY_NOTE");

  FormerLife {
    variables = Map.copyOf(variables);
  }

  /** Reads it. */
  static FormerLife of(Map<String, String> environment) {
    Map<String, String> left = new TreeMap<>(environment);
    left.keySet().retainAll(NAMES);
    return new FormerLife(left);
  }

  /** Returns whether there was a life before, in this process. */
  boolean isThere() {
    return variables.keySet().stream().anyMatch(name -> !name.equals(SECRET));
  }

  /**
   * Takes it out of what Java shows of the environment, which is what {@code ProcessBuilder} copies
   * for those who change it. What native code sees needs native code: that comes with the runtime.
   * To be called before the application's first class, and with java.lang open to this module.
   *
   * @throws ReflectiveOperationException if this JDK keeps it elsewhere
   */
  static void forget() throws ReflectiveOperationException {
    // Its keys are of a class of that package; their text is the name.
    kept().keySet().removeIf(name -> NAMES.contains(name.toString()));
  }

  /**
   * Leaves the names, without their values: of a map that other threads may be reading no key may
   * be taken out.
   *
   * @throws ReflectiveOperationException if this JDK keeps it elsewhere
   */
  @SuppressWarnings("unchecked")
  static void blank() throws ReflectiveOperationException {
    Method valueOf =
        Class.forName("java.lang.ProcessEnvironment$Value")
            .getDeclaredMethod("valueOf", String.class);
    valueOf.setAccessible(true);
    Object empty = valueOf.invoke(null, "");
    for (Map.Entry<?, ?> variable : kept().entrySet()) {
      if (NAMES.contains(variable.getKey().toString())) {
        ((Map.Entry<?, Object>) variable).setValue(empty);
      }
    }
  }

  private static Map<?, ?> kept() throws ReflectiveOperationException {
    Field kept = Class.forName("java.lang.ProcessEnvironment").getDeclaredField("theEnvironment");
    kept.setAccessible(true);
    return (Map<?, ?>) kept.get(null);
  }
}
