package dev.perennial.agent.server;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.RosterStore;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This server as a member of its cluster. It is there from the start: until the cluster has been
 * joined, and for ever where there is none, it has no roster and its turns do nothing. It is joined
 * at most once, and left once. Thread-safe; turns are for the agent's loop.
 */
public final class ClusterMember {
  private final Executor loop;
  private final Log log;
  private final AtomicBoolean turnAsked = new AtomicBoolean();
  private volatile @Nullable Membered joined;
  private volatile boolean left;

  /**
   * What there is in a cluster.
   *
   * @param store of roster and reports
   * @param view all that a plan would be made from now
   * @param isLost whether the member has died and there is none in its place yet
   * @param turn of each second
   * @param leave the cluster, in order and bounded
   */
  public record Membered(
      RosterStore store,
      Supplier<Optional<ClusterView>> view,
      BooleanSupplier isLost,
      Runnable turn,
      Runnable leave) {}

  /**
   * @param loop that turns are done on
   */
  public ClusterMember(Executor loop, Log log) {
    this.loop = loop;
    this.log = log;
  }

  /** The cluster has been joined. */
  public void joined(Membered cluster) {
    joined = cluster;
  }

  /** Returns the roster's store; empty where no cluster has been joined. */
  Optional<RosterStore> store() {
    return Optional.ofNullable(joined).map(Membered::store);
  }

  /** Returns all that a plan would be made from now; empty where it is not known. */
  Optional<ClusterView> view() {
    return Optional.ofNullable(joined).flatMap(cluster -> cluster.view().get());
  }

  /**
   * Returns for how long nothing at all was heard of another server, in nanoseconds; 0 if that is
   * not known.
   */
  public long unheardNanos(String server) {
    Membered cluster = joined;
    return cluster == null
        ? 0
        : TimeUnit.MILLISECONDS.toNanos(cluster.store().unheardMillis(server));
  }

  boolean isJoined() {
    return joined != null;
  }

  /** Returns whether the cluster can be counted on: it was joined, not left, and not lost since. */
  boolean isInTouch() {
    Membered cluster = joined;
    return cluster != null && !left && !cluster.isLost().getAsBoolean();
  }

  /** Returns whether the cluster was left because the application has ended by itself. */
  boolean isOver() {
    Membered cluster = joined;
    return cluster != null && cluster.store().isClosed();
  }

  /** Returns whether this server has left, or is on its way out. */
  public boolean hasLeft() {
    return left;
  }

  /** Asks for a turn as soon as the loop is free; any number of these come to one turn. */
  public void askForTurn() {
    if (turnAsked.compareAndSet(false, true)) {
      loop.execute(this::safeTurn);
    }
  }

  /** Does a turn, out of turn; what fails is told, and the next turn comes all the same. */
  public void safeTurn() {
    try {
      turn();
    } catch (RuntimeException | OutOfMemoryError e) {
      Suppressed.count(e, "cluster tick");
      log.error("cluster tick", "a turn in the cluster failed; the next one comes in a second", e);
    }
  }

  /** Does the turn of a second. */
  public void turn() {
    turnAsked.set(false);
    Membered cluster = joined;
    if (cluster != null && !left) {
      cluster.turn().run();
    }
  }

  /** Does no more turns; the others find out for themselves that this server is silent. */
  public void fallSilent() {
    left = true;
  }

  /** Leaves in order, bounded. */
  public void leave() {
    left = true;
    Membered cluster = joined;
    if (cluster != null) {
      cluster.leave().run();
    }
  }
}
