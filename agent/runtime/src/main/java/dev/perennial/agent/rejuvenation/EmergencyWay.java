package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.guard.Armable;
import dev.perennial.agent.restart.ListenAddress;
import dev.perennial.agent.restart.RestartAbility;
import dev.perennial.agent.restart.Veto;
import java.util.List;
import java.util.Set;

/** The restart without duplexing, as this process can do it. For the agent's loop. */
public interface EmergencyWay {
  /** Returns what this process can do. */
  RestartAbility ability();

  /** Returns what speaks against it now; looks at files. */
  List<Veto> check();

  /**
   * Readies a guard for it.
   *
   * @param note that the next life is told of the emergency
   * @param kept where sockets listen that live on
   * @return false if that cannot be had, for want of memory or of a restart in place
   */
  boolean arm(Armable guard, String note, Set<ListenAddress> kept);
}
