package dev.perennial.agent.boot;

import dev.perennial.agent.decoration.Decoration;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.restart.HandoverNote;
import dev.perennial.agent.restart.InheritedSockets;
import dev.perennial.agent.server.ServerIdentity;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Settings;
import dev.perennial.coordinator.roster.Report;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a life begins with.
 *
 * @param loading how the agent came into this JVM
 * @param sockets that the life before has left
 * @param note of the life before, if this one was restarted in place
 * @param decoration that the jar brings; none in the product
 */
record Start(
    Settings settings,
    ServerIdentity identity,
    Log log,
    Loading loading,
    InheritedSockets sockets,
    Optional<HandoverNote> note,
    Decoration decoration) {

  /**
   * How the agent came into this JVM.
   *
   * @param agentJar that its code comes from
   * @param args of the agent
   * @param attached whether it came into a running JVM: then the command line does not name it
   * @param left variables of the environment that the life before has left, by name: the
   *     environment itself has them no more
   */
  record Loading(
      Instrumentation instrumentation,
      Path agentJar,
      String args,
      boolean attached,
      Map<String, String> left) {

    /** Returns what the next life's command line needs; null if this one's has it. */
    @Nullable String agentOption() {
      String option = "-javaagent:" + agentJar;
      return attached ? (args.isEmpty() ? option : option + "=" + args) : null;
    }
  }

  String name() {
    return identity.name();
  }

  Report.Action action() {
    return settings.choice(Key.ACTION, Report.Action.class);
  }

  /** Returns whether nothing will move and nothing will restart here. */
  boolean onlyObserves() {
    return action() == Report.Action.OBSERVE;
  }
}
