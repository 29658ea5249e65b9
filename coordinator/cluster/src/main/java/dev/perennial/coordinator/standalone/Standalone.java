package dev.perennial.coordinator.standalone;

import dev.perennial.coordinator.reconcile.Reconciler;
import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.Decision;
import dev.perennial.coordinator.roster.Joining;
import dev.perennial.coordinator.roster.Leaving;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.RosterStore.Outcome;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator that runs by itself: puts its vote on the roster, makes a round each second, and
 * prints what changes. All of it runs on the one executor given; {@link #close()} gives the vote
 * back and may be called from anywhere, more than once.
 */
public final class Standalone implements AutoCloseable {
  private static final int LEAVE_TRIES = 3;

  private final String name;
  private final Mode mode;
  private final RosterStore store;
  private final Reconciler reconciler;
  private final ScheduledExecutorService executor;
  private final Consumer<String> out;
  private final StatusLines status = new StatusLines();
  private final AtomicReference<@Nullable ScheduledFuture<?>> loop = new AtomicReference<>();

  /**
   * @param name of this coordinator, not that of a server
   * @param mode of the cluster, should this one be the first in it
   * @param store the cluster; stays open at the end
   * @param executor of one thread
   * @param out takes lines for the operator
   */
  public Standalone(
      String name,
      Mode mode,
      RosterStore store,
      Function<ClusterView, List<Decision>> planner,
      InstantSource clock,
      ScheduledExecutorService executor,
      Consumer<String> out) {
    this.name = name;
    this.mode = mode;
    this.store = store;
    this.reconciler = new Reconciler(store, planner, clock);
    this.executor = executor;
    this.out = out;
  }

  /** Begins; a round a second until {@link #close()}. */
  public void start() {
    loop.set(executor.scheduleWithFixedDelay(this::roundGuarded, 0, 1, TimeUnit.SECONDS));
  }

  /** Makes a round now besides those of each second: something has changed. */
  public void wake() {
    if (!executor.isShutdown()) {
      executor.execute(this::roundGuarded);
    }
  }

  @Override
  public void close() {
    ScheduledFuture<?> running = loop.getAndSet(null);
    if (running != null) {
      running.cancel(false);
      leave();
    }
  }

  private void roundGuarded() {
    try {
      round();
    } catch (RuntimeException e) {
      // The executor would end the loop without a word.
      out.accept("a round failed: " + e);
    }
  }

  private void round() {
    if (loop.get() == null) {
      return;
    }
    vote();
    Reconciler.Round round = reconciler.tick();
    reconciler.view().ifPresent(view -> status.lines(view, round).forEach(out));
  }

  private void vote() {
    Roster roster = store.roster().orElseGet(() -> Roster.empty(mode));
    Roster next = Joining.coordinator(roster, name);
    if (!next.equals(roster) && store.replace(roster.epoch(), next) == Outcome.DONE) {
      out.accept("coordinator " + name + " has a vote");
    }
  }

  /** Without this the cluster would go on counting a voter that is not there. */
  private void leave() {
    for (int i = 0; i < LEAVE_TRIES; i++) {
      Roster roster = store.roster().orElse(null);
      if (roster == null || !roster.coordinators().contains(name)) {
        return;
      }
      if (store.replace(roster.epoch(), Leaving.forget(roster, name)) == Outcome.DONE) {
        return;
      }
    }
    out.accept("coordinator " + name + " could not give its vote back");
  }
}
