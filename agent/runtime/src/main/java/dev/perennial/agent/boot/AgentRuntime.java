package dev.perennial.agent.boot;

import dev.perennial.agent.instrument.WeavingNotes;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Mistake;
import dev.perennial.agent.settings.Settings;
import dev.perennial.agent.settings.Sources;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Where the runtime begins, called once by the agent's entry through reflection on the thread
 * "perennial-start". What it throws ends up in one line on the error stream, and the application
 * runs on.
 */
public final class AgentRuntime {
  private AgentRuntime() {}

  /**
   * Starts what the settings ask for.
   *
   * @param args the agent's argument, maybe empty
   * @param agentJar where this agent was loaded from
   * @param attached whether the application was running already
   */
  public static void start(
      String args, Instrumentation instrumentation, Path agentJar, boolean attached) {
    Settings settings = Settings.read(Sources.ofThisProcess(args));
    if (!settings.flag(Key.ENABLED)) {
      release();
      return;
    }
    Log log = openLog(settings);
    WeavingNotes.tellTo(log);
    for (String setting : settings.effective()) {
      log.info(setting);
    }
    if (!settings.mistakes().isEmpty()) {
      for (Mistake mistake : settings.mistakes()) {
        log.error(mistake.toString(), mistake.toString(), null);
      }
      log.error(
          "mistakes",
          "the agent does nothing until this is mended (mistakes: "
              + settings.mistakes().size()
              + "); the application runs on without it",
          null);
      release();
      return;
    }
    log.info("the agent has started, from " + agentJar + (attached ? ", attached" : ""));
    release();
  }

  /** Requests and binds need not wait for the agent. */
  private static void release() {
    PerennialBridge.handler(null);
    PerennialBridge.binder(null);
  }

  private static Log openLog(Settings settings) {
    return settings
        .path(Key.LOG_DIR)
        .map(directory -> Log.open(directory, InstantSource.system(), System.err))
        .orElseGet(
            () ->
                Log.openDefault(
                    Path.of(System.getProperty("java.io.tmpdir")),
                    System.getProperty("user.name", ""),
                    settings.text(Key.SERVER),
                    InstantSource.system(),
                    System.err));
  }
}
