package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.restart.EmergencyLaunch;
import dev.perennial.agent.restart.RestartInPlace;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This server's restart, with what its next life is started with. Thread-safe.
 *
 * @param inPlace empty until it could be prepared, some seconds after the start
 * @param note file of the hand-over note for the next life
 * @param agentOption what the next life's command line needs; null if this one's has it
 */
public record PreparedRestart(
    Supplier<Optional<RestartInPlace>> inPlace, Path note, @Nullable String agentOption) {

  /**
   * Returns the restart.
   *
   * @throws IllegalStateException while it is not prepared, in words
   */
  RestartInPlace require() {
    return inPlace
        .get()
        .orElseThrow(() -> new IllegalStateException("this server is not ready to restart yet"));
  }

  /** Makes the end of this process a restart in place, with the sockets that a departure keeps. */
  void arm(RestartInPlace restart, Departure departure) {
    restart.arm(departure.sockets(), note, agentOption);
  }

  /**
   * Returns how the guard would start the next life; empty where it cannot.
   *
   * @param told what that life is told of the emergency
   */
  Optional<EmergencyLaunch> emergency(String told) {
    return inPlace.get().flatMap(restart -> restart.emergency(agentOption, told, note));
  }
}
