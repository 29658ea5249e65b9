package dev.perennial.agent.boot;

import dev.perennial.agent.guard.SuddenDeathGuard;
import dev.perennial.agent.restart.JdkWarnings;
import dev.perennial.agent.thread.EarlyThreads;
import java.lang.instrument.Instrumentation;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What must be there before the application's first class: the guard with its thread, and the
 * threads that arm it. Called by reflection, on the thread that starts the application, so that it
 * must take no time.
 */
public final class FirstOfAll {
  private FirstOfAll() {}

  /**
   * Begins. Throws nothing.
   *
   * @param guard the value of perennial.guard; empty for the default
   * @param logDir the value of perennial.log.dir; empty for the default
   */
  public static void begin(Instrumentation instrumentation, String guard, String logDir) {
    EarlyThreads.begin();
    // Before the library is loaded: the JDK warns of the first that is.
    JdkWarnings.silence(instrumentation);
    if (guard.isEmpty() || guard.equalsIgnoreCase("native")) {
      List<Path> folders = new ArrayList<>();
      try {
        if (!logDir.isEmpty()) {
          folders.add(Path.of(logDir));
        }
      } catch (InvalidPathException e) {
        // Told with all other mistakes of the settings.
        folders.clear();
      }
      folders.add(Path.of(System.getProperty("java.io.tmpdir")));
      SuddenDeathGuard.begin(folders);
    }
  }
}
