package dev.perennial.agent.evidence.heapdump;

import java.util.Set;

/** Tells the agent's classes from the application's, which may have any name. Pure. */
final class OwnClasses {
  private static final String ENTRY = "dev.perennial.agent.premain.";
  private static final Set<String> LOADERS =
      Set.of(
          "dev.perennial.agent.premain.RuntimeLoader",
          "dev.perennial.agent.instrument.AdapterLoader");

  private OwnClasses() {}

  /**
   * @param loaderType name of its loader's class; empty for the JVM's own
   */
  static boolean isOwn(String name, String loaderType) {
    return name.startsWith(ENTRY) || LOADERS.contains(loaderType);
  }
}
