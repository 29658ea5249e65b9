package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.guard.Armable;
import dev.perennial.agent.guard.Standing;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.restart.ListenAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tells the guard whether it may restart this server without duplexing: looked at every few seconds
 * while all is well, as the guard asks nobody when it comes to it. For the agent's loop.
 */
public final class EmergencyPolicy {
  private static final int TURNS_BETWEEN_LOOKS = 5;

  private final Armable guard;
  private final EmergencyRules rules;
  private final Supplier<Optional<EmergencyWay>> ways;
  private final Containers containers;
  private final Supplier<Standing> standing;
  private final Log log;
  private int turns;
  private boolean settled;
  private String said = "";

  /**
   * @param ways the restart, which cannot be had at first
   * @param standing what the cluster can do for this server
   */
  public EmergencyPolicy(
      Armable guard,
      EmergencyRules rules,
      Supplier<Optional<EmergencyWay>> ways,
      Containers containers,
      Supplier<Standing> standing,
      Log log) {
    this.guard = guard;
    this.rules = rules;
    this.ways = ways;
    this.containers = containers;
    this.standing = standing;
    this.log = log;
  }

  /** Does a turn. */
  public void tick() {
    guard.turn(standing.get(), containers.sessions());
    if (!rules.isWanted()) {
      return;
    }
    // What is allowed was settled beforehand: in the emergency itself no look is worth its risk.
    // But
    // a program that uses up a resource in its first moments leaves no time for that.
    boolean isTime = !settled || (turns % TURNS_BETWEEN_LOOKS == 0 && !guard.isCritical());
    turns++;
    if (isTime) {
      ways.get().ifPresent(this::look);
    }
  }

  private void look(EmergencyWay way) {
    settled = true;
    String obstacle = rules.obstacle(way.ability(), way::check);
    if (obstacle.isEmpty() && rules.keepsSockets()) {
      obstacle = Listening.obstacleOfEmergency(containers.listeners());
    }
    if (obstacle.isEmpty() && !way.arm(guard, rules.note(), kept())) {
      obstacle = "the guard could not be made ready";
    }
    if (!obstacle.isEmpty()) {
      guard.disarm();
    }
    say(
        obstacle.isEmpty()
            ? "perennial.emergency=restart: the guard is ready"
                + (guard.isNative() ? "" : ", in Java alone")
            : "perennial.emergency=restart: no restart without duplexing now: " + obstacle);
  }

  private Set<ListenAddress> kept() {
    return rules.keepsSockets() ? Listening.of(containers) : Set.of();
  }

  private void say(String what) {
    if (!what.equals(said)) {
      said = what;
      log.info("emergency " + what, what);
    }
  }
}
