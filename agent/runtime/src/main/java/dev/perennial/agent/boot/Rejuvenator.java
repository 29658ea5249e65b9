package dev.perennial.agent.boot;

import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Listener;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.restart.HandoverNote;
import dev.perennial.agent.restart.HandoverNotes;
import dev.perennial.agent.restart.KeptSockets;
import dev.perennial.agent.restart.ListenAddress;
import dev.perennial.agent.restart.RestartAbility;
import dev.perennial.agent.restart.RestartInPlace;
import dev.perennial.agent.restart.Veto;
import dev.perennial.agent.server.Rejuvenation;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the rejuvenation signal: the gentle steps, then the restart. From the moment when
 * clients' connections are let go there is no way back; whatever can forbid the restart is asked
 * before.
 */
final class Rejuvenator implements Rejuvenation {
  private final Containers containers;
  private final Supplier<RestartInPlace> restart;
  private final Runnable gentleSteps;
  private final Runnable leaveCluster;
  private final BiFunction<ServerEntry, Roster, HandoverNote> note;
  private final Path directory;
  private final Duration drainLimit;
  private final @Nullable String agentOption;
  private final Log log;
  private volatile boolean restarting;

  /**
   * @param gentleSteps evidence, and clearing of files, buffers and memory; throws nothing
   * @param leaveCluster in order and bounded
   * @param note what the next life is told
   * @param agentOption for a JVM that the agent was attached to; null otherwise
   */
  Rejuvenator(
      Containers containers,
      Supplier<RestartInPlace> restart,
      Runnable gentleSteps,
      Runnable leaveCluster,
      BiFunction<ServerEntry, Roster, HandoverNote> note,
      Path directory,
      Duration drainLimit,
      @Nullable String agentOption,
      Log log) {
    this.containers = containers;
    this.restart = restart;
    this.gentleSteps = gentleSteps;
    this.leaveCluster = leaveCluster;
    this.note = note;
    this.directory = directory;
    this.drainLimit = drainLimit;
    this.agentOption = agentOption;
    this.log = log;
  }

  /** Returns whether this life ends by a restart that was ordered. */
  boolean isRestarting() {
    return restarting;
  }

  @Override
  public void begin(ServerEntry self, Roster roster) {
    Thread thread = new Thread(() -> run(self, roster), "perennial-rejuvenate");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(ServerEntry self, Roster roster) {
    try {
      rejuvenate(self, roster);
    } catch (IOException | RuntimeException e) {
      log.error("rejuvenation", "the rejuvenation failed before the restart; this server stays", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void rejuvenate(ServerEntry self, Roster roster)
      throws IOException, InterruptedException {
    RestartInPlace inPlace = restart.get();
    List<Veto> vetoes = inPlace.check();
    boolean exec = inPlace.ability() instanceof RestartAbility.Exec;
    boolean onlyNoExec = vetoes.stream().allMatch(v -> v.kind() == Veto.Kind.NO_EXEC);
    if (!onlyNoExec) {
      log.error("veto", "the restart is held: " + vetoes, null);
      return;
    }
    gentleSteps.run();
    Path file = directory.resolve("handover.note");
    HandoverNotes.write(note.apply(self, roster), file);
    KeptSockets sockets = inPlace.keepSockets(exec ? listening() : Set.of());
    if (!sockets.missing().isEmpty()) {
      log.warn("no listening socket was found at " + sockets.missing());
    }
    restarting = true;
    for (Container container : containers.all()) {
      int left = container.quiesce(drainLimit);
      if (left > 0) {
        log.warn(left + " connections are still open after perennial.drain.limit and will be cut");
      }
    }
    leaveCluster.run();
    if (exec && vetoes.isEmpty()) {
      inPlace.arm(sockets, file, agentOption);
    } else {
      log.warn("this process ends for its supervisor to restart: " + vetoes);
      inPlace.armExit();
    }
    log.info("restarting");
    inPlace.restart();
  }

  private Set<ListenAddress> listening() {
    Set<ListenAddress> addresses = new HashSet<>();
    for (Container container : containers.all()) {
      for (Listener listener : container.listeners()) {
        addresses.add(ListenAddress.of(listener.host(), listener.port()));
      }
    }
    return addresses;
  }
}
