package dev.perennial.agent.guard;

import dev.perennial.agent.restart.EmergencyLaunch;
import dev.perennial.agent.restart.ListenAddress;
import java.util.Set;

/**
 * A guard that may be allowed to restart this JVM without duplexing. See {@link SuddenDeathGuard}.
 */
public interface Armable {
  /** Tells whether the native part watches. */
  boolean isNative();

  /** Tells whether something is exhausted now. */
  boolean isCritical();

  /** Shows the guard that the agent's loop has done a turn, and what the cluster can do. */
  void turn(Standing standing, long sessions);

  /**
   * Allows the restart without duplexing from now on, until {@link #disarm}.
   *
   * @param next how the next life is started; the first one given counts for this life
   * @param listening where sockets listen that live on
   * @return false if it cannot be armed, for want of memory
   */
  boolean arm(EmergencyLaunch next, Set<ListenAddress> listening);

  /** Forbids it until {@link #arm}. */
  void disarm();
}
