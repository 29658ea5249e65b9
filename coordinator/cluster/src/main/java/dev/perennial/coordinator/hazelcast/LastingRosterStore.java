package dev.perennial.coordinator.hazelcast;

import dev.perennial.coordinator.policy.BackOff;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * A membership that outlives the member: where that has died while its process goes on, as in a
 * heap that was full for a moment, a new one is opened in its place, for as long as it takes.
 * Meanwhile the roster is the one last seen, and no change is done. Thread-safe; limits and closing
 * as of {@link HazelcastRosterStore}.
 */
public final class LastingRosterStore implements RosterStore, AutoCloseable {
  private final ClusterSettings settings;
  private final ClassLoader loader;
  private final LongSupplier nanoTime;
  private final Listener listener;
  private final SecretDoubts doubts;
  private final AtomicBoolean opening = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  private volatile HazelcastRosterStore member;
  private volatile boolean lost;

  /** What the holder of a store is told. All of it may be called by any thread. */
  public interface Listener {
    /** Takes a line for the operator, limited in number. */
    void log(String line);

    /** Something has changed, as in {@link HazelcastRosterStore#open}: only pass the word on. */
    void changed();

    /** A proof of the secret was refused, here or by the other end: with whom and why. */
    void refused(String proof);

    /** The member had no memory for something; it goes on. Allocate as little as can be. */
    void outOfMemory(OutOfMemoryError error);

    /** A new member could not be opened, for a reason that is no answer of the cluster. */
    void failed(Throwable error);
  }

  private LastingRosterStore(
      ClusterSettings settings,
      ClassLoader loader,
      LongSupplier nanoTime,
      Listener listener,
      SecretDoubts doubts) {
    this.doubts = doubts;
    this.settings = settings;
    this.loader = loader;
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.member = open(Optional.empty());
  }

  /**
   * Joins the cluster, or begins one. Blocks for some seconds; call it from a thread of your own.
   *
   * @param loader that finds Hazelcast and this class
   * @param nanoTime like {@link System#nanoTime}
   * @param doubts the same for each try of one process
   * @throws ClusterException if the port is in use, the secret is refused and in doubt, the name is
   *     taken, or the cluster speaks another protocol
   */
  public static LastingRosterStore open(
      ClusterSettings settings,
      ClassLoader loader,
      LongSupplier nanoTime,
      Listener listener,
      SecretDoubts doubts) {
    OutOfMemory.goOn(listener::outOfMemory);
    return new LastingRosterStore(settings, loader, nanoTime, listener, doubts);
  }

  private HazelcastRosterStore open(Optional<Roster> lastSeen) {
    return HazelcastRosterStore.open(
        settings,
        Protocol.OURS,
        loader,
        nanoTime,
        new HazelcastRosterStore.Events(
            listener::log, listener::changed, listener::refused, this::died),
        doubts,
        lastSeen);
  }

  /** Called about once a second for as long as it is so. */
  private void died(String why) {
    if (closed.getCount() == 0) {
      return;
    }
    if (!lost) {
      lost = true;
      listener.log("cluster: this server's member has died (" + why + "); a new one is opened");
    }
    if (opening.compareAndSet(false, true)) {
      Thread thread = new Thread(this::reopen, "perennial-reopen");
      thread.setDaemon(true);
      try {
        thread.start();
      } catch (OutOfMemoryError e) {
        // No thread is to be had: this is called again in a second.
        opening.set(false);
        listener.outOfMemory(e);
      }
    }
  }

  private void reopen() {
    try {
      Optional<Roster> lastSeen = member.lastSeenRoster();
      member.close();
      // What connections have shown meanwhile says nothing about this joining.
      doubts.over();
      for (int failures = 1; closed.getCount() > 0 && !tryToOpen(lastSeen); failures++) {
        boolean unused =
            closed.await(BackOff.SECONDS.after(failures).toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lost = false;
      opening.set(false);
    }
    if (closed.getCount() == 0) {
      // It may have been opened while somebody closed this.
      member.close();
    }
    listener.changed();
  }

  private boolean tryToOpen(Optional<Roster> lastSeen) {
    try {
      member = open(lastSeen);
      listener.log("cluster: this server is a member again");
      return true;
    } catch (ClusterException e) {
      listener.log("cluster: not a member again yet: " + e.getMessage());
    } catch (Throwable e) {
      // Whatever it is, such as a lack of threads: the next try may go well.
      tell(e);
    }
    return false;
  }

  private void tell(Throwable e) {
    try {
      listener.failed(e);
      listener.log("cluster: not a member again yet: " + Trouble.of(e));
    } catch (Throwable again) {
      // No memory for words either.
      Thread.onSpinWait();
    }
  }

  /** Returns whether the member has died and there is none in its place yet. */
  public boolean isLost() {
    return lost;
  }

  @Override
  public boolean isClosed() {
    return !isLost() && member.isClosed();
  }

  @Override
  public Optional<Roster> roster() {
    return member.roster();
  }

  @Override
  public Outcome replace(long expectedEpoch, Roster next) {
    return member.replace(expectedEpoch, next);
  }

  @Override
  public void report(Report report) {
    member.report(report);
  }

  @Override
  public Map<String, Report> reports() {
    return member.reports();
  }

  @Override
  public Map<String, Long> reportAgeMillis() {
    return member.reportAgeMillis();
  }

  @Override
  public Set<String> alive() {
    return member.alive();
  }

  @Override
  public long unheardMillis(String server) {
    return member.unheardMillis(server);
  }

  @Override
  public Set<String> othersAlive() {
    return member.othersAlive();
  }

  @Override
  public boolean leader() {
    return member.leader();
  }

  @Override
  public void close() {
    closed.countDown();
    member.close();
  }

  HazelcastRosterStore member() {
    return member;
  }
}
