package dev.perennial.agent.boot;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks for a container that was running before the agent was ready, until there is one; says so
 * once where none is found, and once more if there is one after all. For one look at a time.
 */
final class Discovery {
  private static final int LOOKS_UNTIL_TOLD = 6;

  private final BooleanSupplier found;
  private final Runnable search;
  private final String known;
  private final String restarts;
  private final Consumer<String> info;
  private final Consumer<String> warn;
  private int looksInVain;

  /**
   * @param found whether a container is known
   * @param search looks at all classes of this JVM
   * @param known which containers are known, in words
   * @param restarts what restarts a server without a container, in words
   */
  Discovery(
      BooleanSupplier found,
      Runnable search,
      String known,
      String restarts,
      Consumer<String> info,
      Consumer<String> warn) {
    this.found = found;
    this.search = search;
    this.known = known;
    this.restarts = restarts;
    this.info = info;
    this.warn = warn;
  }

  /**
   * Returns what restarts a server without a container, in words.
   *
   * @param emergencyRestart whether the guard may: perennial.emergency=restart, and automatic
   */
  static String restarts(boolean emergencyRestart) {
    return emergencyRestart
        ? "the guard restarts it in place when a resource is exhausted"
            + " (perennial.emergency=restart), and nothing else does"
        : "nothing restarts it by itself; the guard would with perennial.emergency=restart and"
            + " perennial.action=automatic, when a resource is exhausted";
  }

  void look() {
    if (!found.getAsBoolean()) {
      search.run();
    }
    if (found.getAsBoolean()) {
      if (looksInVain >= LOOKS_UNTIL_TOLD) {
        info.accept("over: there was no container that the agent knows; there is one now");
      }
      looksInVain = 0;
    } else if (++looksInVain == LOOKS_UNTIL_TOLD) {
      warn.accept(
          "there is no container here so far that the agent knows; known are "
              + known
              + "; this server is watched and judged, and never switched over; "
              + restarts
              + "; perennial.enabled=false leaves the agent out");
    }
  }
}
