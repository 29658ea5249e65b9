package dev.perennial.agent.boot;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks for a container that was running before the agent was ready, until there is one; says so
 * once where none is found. For one look at a time.
 */
final class Discovery {
  private static final int LOOKS_UNTIL_TOLD = 6;

  private final BooleanSupplier found;
  private final Runnable search;
  private final String known;
  private final Consumer<String> warn;
  private int looksInVain;

  /**
   * @param found whether a container is known
   * @param search looks at all classes of this JVM
   * @param known which containers are known, in words
   */
  Discovery(BooleanSupplier found, Runnable search, String known, Consumer<String> warn) {
    this.found = found;
    this.search = search;
    this.known = known;
    this.warn = warn;
  }

  void look() {
    if (found.getAsBoolean()) {
      return;
    }
    search.run();
    if (!found.getAsBoolean() && ++looksInVain == LOOKS_UNTIL_TOLD) {
      warn.accept(
          "there is no container here so far that the agent knows; known are "
              + known
              + "; this server is watched and judged, but never switched over and never"
              + " restarted by itself; perennial.enabled=false leaves the agent out");
    }
  }
}
