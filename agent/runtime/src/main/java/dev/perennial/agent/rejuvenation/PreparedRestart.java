package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.guard.Armable;
import dev.perennial.agent.restart.ListenAddress;
import dev.perennial.agent.restart.RestartAbility;
import dev.perennial.agent.restart.RestartInPlace;
import dev.perennial.agent.restart.Veto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This server's restart, with what its next life is started with. Thread-safe.
 *
 * @param inPlace empty until it could be prepared, some seconds after the start
 * @param note file of the hand-over note for the next life
 * @param agentOption what the next life's command line needs; null if this one's has it
 * @param files that containers and applications start from
 * @param acceptsChanges whether an operator has ordered it although it deploys another version
 */
public record PreparedRestart(
    Supplier<Optional<RestartInPlace>> inPlace,
    Path note,
    @Nullable String agentOption,
    StartFileWatch files,
    BooleanSupplier acceptsChanges) {

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

  /** Returns what speaks against it, as of the last look at what is deployed. */
  List<Veto> vetoes(RestartInPlace restart) {
    return joined(restart.check(), files.last());
  }

  /** Returns what speaks against it now. */
  List<Veto> vetoesNow(RestartInPlace restart) {
    return joined(restart.check(), files.look());
  }

  private static List<Veto> joined(List<Veto> first, List<Veto> second) {
    List<Veto> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  /** Makes the end of this process a restart in place, with the sockets that a departure keeps. */
  void arm(RestartInPlace restart, Departure departure) {
    restart.arm(departure.sockets(), note, agentOption);
  }

  /** Returns it as the guard would do it; empty until it is prepared. */
  public Optional<EmergencyWay> emergency() {
    return inPlace.get().map(restart -> new Emergency(restart, this));
  }

  private record Emergency(RestartInPlace restart, PreparedRestart prepared)
      implements EmergencyWay {
    @Override
    public RestartAbility ability() {
      return restart.ability();
    }

    @Override
    public List<Veto> check() {
      return prepared.vetoes(restart);
    }

    @Override
    public boolean arm(Armable guard, String note, Set<ListenAddress> kept) {
      return restart
          .emergency(prepared.agentOption, note, prepared.note)
          .filter(launch -> guard.arm(launch, kept))
          .isPresent();
    }
  }
}
