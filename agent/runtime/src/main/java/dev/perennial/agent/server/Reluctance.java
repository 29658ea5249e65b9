package dev.perennial.agent.server;

import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.roster.Report;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What speaks against rejuvenating this server now, or for not waiting any longer, as it says of
 * itself. For the agent's loop alone.
 */
public final class Reluctance {
  private static final long OBSTACLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Acting acting;
  private final Supplier<List<PastRejuvenation>> history;
  private final Supplier<String> restartObstacle;
  private final Limits limits;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Kept<String> obstacle;
  private final CriticalTime critical = new CriticalTime();

  /**
   * What the settings say.
   *
   * @param restartsPerHour most of this server, without an order
   * @param emergencyRestart whether it may be restarted without duplexing when nothing else helps
   */
  public record Limits(int restartsPerHour, boolean emergencyRestart) {}

  /**
   * @param acting this server's own policy on when to act
   * @param history of this server
   * @param restartObstacle what forbids a restart, in words; looks at files
   * @param nanos monotonic clock
   */
  public Reluctance(
      Acting acting,
      Supplier<List<PastRejuvenation>> history,
      Supplier<String> restartObstacle,
      Limits limits,
      InstantSource clock,
      LongSupplier nanos) {
    this.acting = acting;
    this.history = history;
    this.restartObstacle = restartObstacle;
    this.limits = limits;
    this.clock = clock;
    this.nanos = nanos;
    this.obstacle = new Kept<>(OBSTACLE_NANOS, nanos);
  }

  /**
   * Takes in a moment, and returns what there is to say at it.
   *
   * @param load part of the capacity in use
   * @param servers of the cluster
   */
  Report.Restart look(Judgement judgement, double load, int servers) {
    acting.look(judgement, load);
    return new Report.Restart(
        obstacle(judgement),
        acting.waitsFor(judgement, load, servers),
        limits.emergencyRestart() && critical.lasts(judgement.verdict(), nanos.getAsLong()));
  }

  /** Returns what forbids a restart without an order, in words; empty if nothing does. */
  private String obstacle(Judgement judgement) {
    String ofRestart = obstacle.get("restart", restartObstacle);
    if (!ofRestart.isEmpty()) {
      return ofRestart;
    }
    // Not kept: the leader acts on a verdict within a second, and what is said here depends on it.
    List<PastRejuvenation> past = history.get();
    String cap = RestartCap.obstacle(past, limits.restartsPerHour(), clock.instant());
    return cap.isEmpty() ? acting.obstacle(past, judgement) : cap;
  }
}
