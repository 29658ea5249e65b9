package dev.perennial.agent.boot;

import dev.perennial.agent.decoration.Decorations;
import dev.perennial.agent.instrument.WeavingNotes;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.restart.HandoverNote;
import dev.perennial.agent.restart.HandoverNotes;
import dev.perennial.agent.restart.InheritedSockets;
import dev.perennial.agent.server.ServerIdentity;
import dev.perennial.agent.settings.Settings;
import dev.perennial.agent.settings.Sources;
import dev.perennial.agent.thread.EarlyThreads;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;

/** The runtime's entry; called once, by reflection, on a thread of the agent's own. */
public final class AgentRuntime {
  private AgentRuntime() {}

  /**
   * Starts the agent. What is wrong with the settings is said, all of it, and the application then
   * runs as without the agent.
   *
   * @param args of the agent, "key=value,..."
   * @param agentJar that this code comes from
   * @param attached whether it came into a running JVM
   * @param left variables of the environment that are for the agent alone, by name: what the life
   *     before has left, and the secret
   */
  public static void start(
      String args,
      Instrumentation instrumentation,
      Path agentJar,
      boolean attached,
      Map<String, String> left) {
    boolean runs = false;
    try {
      LeftSecret secret = LeftSecret.take(left);
      runs =
          launch(
              new Start.Loading(
                  instrumentation, agentJar, args, attached, LeftSecret.without(left)),
              secret);
    } finally {
      if (!runs) {
        EarlyThreads.end();
      }
      // A restarted JVM holds requests and binds back until now: whatever went wrong, it holds them
      // no more.
      PerennialBridge.release();
    }
  }

  /** Returns whether the agent runs from now on. */
  private static boolean launch(Start.Loading loading, LeftSecret secret) {
    InheritedSockets sockets =
        InheritedSockets.of(
            loading.left(), ProcessHandle.current().pid(), loading.instrumentation());
    PerennialBridge.binder(sockets);
    Sources sources = secret.in(Sources.ofThisProcess(loading.args()));
    Settings settings = Settings.read(sources);
    ServerIdentity identity = ServerIdentity.of(settings);
    Log log = identity.openLog(InstantSource.system());
    WeavingNotes.tellTo(log);
    secret.tell(identity, log);
    if (!settings.mistakes().isEmpty()) {
      tell(mistakes(settings, identity), log);
      return false;
    }
    log.info(
        "the agent has started, from "
            + loading.agentJar()
            + (loading.attached() ? ", attached" : ""));
    log.block("settings", "settings:", settings.effective());
    initialiseCryptography(log);
    Agent agent =
        new Agent(
            new Start(
                settings,
                identity,
                log,
                loading,
                sockets,
                note(loading.left(), log),
                Decorations.of(AgentRuntime.class.getClassLoader(), log)));
    agent.start();
    return true;
  }

  /**
   * What the JDK initialises with a file, and cannot, for want of a descriptor, say, fails for the
   * rest of this life: no cluster could be joined any more. So it is done while there are some.
   */
  private static void initialiseCryptography(Log log) {
    try {
      Mac unused = Mac.getInstance("HmacSHA256");
    } catch (GeneralSecurityException | LinkageError e) {
      Suppressed.count(e, "cryptography");
      log.error("cryptography", "this JVM's cryptography cannot be used", e);
    }
  }

  /** Returns all at once, also what a right value of one key makes wrong of another. */
  private static List<String> mistakes(Settings settings, ServerIdentity identity) {
    List<String> all = new ArrayList<>();
    settings.mistakes().forEach(mistake -> all.add(mistake.toString()));
    try {
      var unused = SettingsMapping.cluster(settings, identity.name(), false);
    } catch (RuntimeException e) {
      String.valueOf(e.getMessage()).lines().forEach(all::add);
    }
    return all;
  }

  private static void tell(List<String> mistakes, Log log) {
    for (String mistake : mistakes) {
      log.error(mistake, mistake, null);
    }
    log.error(
        "mistakes",
        "the agent does nothing until this is mended (mistakes: "
            + mistakes.size()
            + "); the application runs on without it",
        null);
  }

  private static Optional<HandoverNote> note(Map<String, String> left, Log log) {
    try {
      return HandoverNotes.take(left);
    } catch (IOException e) {
      log.warn("note", "the hand-over note of the life before cannot be used", e);
      return Optional.empty();
    }
  }
}
