package dev.perennial.coordinator.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * This process's membership of the cluster, and the roster and reports in it. Each call is bounded
 * to about two seconds. Thread-safe; {@link #close()} may be called more than once and leaves the
 * cluster in order within about five seconds. It also closes when the application has ended, that
 * is when main has returned and no thread but the member's keeps the JVM alive.
 */
final class HazelcastRosterStore implements RosterStore, AutoCloseable {
  private final HazelcastInstance instance;
  private final ClassLoader names;
  private final BoundedCalls calls;
  private final Membership membership;
  private final RosterMap roster;
  private final ReportMap reports;
  private final Admission admission;
  private final Refusals refusals;
  private final MemberThreads threads;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * What its holder is told, on any thread.
   *
   * @param log takes lines for the operator, limited in number
   * @param changed called on Hazelcast's event thread whenever roster, members or something
   *     decisive in a report changed: it must only pass the word on
   * @param refused takes each proof of the secret that was refused: with whom and why
   * @param died is told why this is no member any more, about once a second; not after closing
   */
  record Events(
      Consumer<String> log, Runnable changed, Consumer<String> refused, Consumer<String> died) {}

  private HazelcastRosterStore(
      HazelcastInstance instance,
      BoundedCalls calls,
      ClusterSettings settings,
      Protocol ours,
      LongSupplier nanoTime,
      RateLimitedLog log,
      Refusals refusals,
      Runnable onChange) {
    this.instance = instance;
    this.names = instance.getConfig().getClassLoader();
    this.refusals = refusals;
    this.threads = MemberThreads.of(instance);
    this.calls = calls;
    this.membership = new Membership(instance, settings.server(), ours, log, onChange);
    this.roster = new RosterMap(instance.getMap(MemberConfig.ROSTER_MAP), ours, calls, onChange);
    this.reports =
        new ReportMap(instance.getMap(MemberConfig.REPORT_MAP), ours, nanoTime, log, onChange);
    this.admission = new Admission(membership, roster);
  }

  /**
   * Joins the cluster, or begins one. Blocks for some seconds; call it from a thread of your own.
   *
   * @param ours the protocol that this agent speaks
   * @param loader that finds Hazelcast and this class
   * @param nanoTime like {@link System#nanoTime}
   * @param doubts what earlier tries have found about this server's secret
   * @param lastSeen the roster that this process has seen before; the newer one counts
   * @throws ClusterException if the port is in use, the secret is refused, the name is taken, or
   *     the cluster speaks another protocol
   */
  static HazelcastRosterStore open(
      ClusterSettings settings,
      Protocol ours,
      ClassLoader loader,
      LongSupplier nanoTime,
      Events events,
      SecretDoubts doubts,
      Optional<Roster> lastSeen) {
    RateLimitedLog limited = new RateLimitedLog(events.log(), nanoTime);
    ForeignNames names =
        new ForeignNames(
            loader,
            name ->
                limited.log(
                    "class", "cluster: refused to make what another member names: " + name));
    Refusals refusals = new Refusals(limited, events.refused(), doubts);
    return names.during(
        () -> open(settings, ours, names, nanoTime, limited, refusals, events, lastSeen));
  }

  private static HazelcastRosterStore open(
      ClusterSettings settings,
      Protocol ours,
      ForeignNames names,
      LongSupplier nanoTime,
      RateLimitedLog limited,
      Refusals refusals,
      Events events,
      Optional<Roster> lastSeen) {
    AbandonedChannels abandoned = new AbandonedChannels();
    HazelcastInstance instance =
        MemberStart.start(settings, ours, names, nanoTime, limited, refusals, abandoned);
    BoundedCalls calls = new BoundedCalls(limited, names);
    try {
      MemberStart.mustNotBeAloneForTheSecret(instance, settings, refusals, limited);
      Semaphore changed = new Semaphore(0);
      Runnable listener = guarded(limited, changed, events.changed());
      HazelcastRosterStore store =
          new HazelcastRosterStore(
              instance, calls, settings, ours, nanoTime, limited, refusals, listener);
      // First: the life before may have been of another version, and is still listed for a while.
      store.admission.mustNotHaveNamesake(settings.server(), nanoTime, changed);
      store.admission.mustSpeakWithTheOthers();
      store.reports.load();
      lastSeen.ifPresent(store.roster::seen);
      store.roster.read();
      store.admission.mustSpeakWithTheOthers();
      store.calls.everySecond(() -> store.look(events.died()));
      store.calls.everySecond(abandoned::look);
      refusals.doubts().over();
      return store;
    } catch (RuntimeException | Error e) {
      // It is tried again: nothing of this try may be left, or each would leave as much.
      calls.close();
      MemberStop.stop(instance, names);
      throw e instanceof ClusterException known
          ? known
          : new ClusterException("the cluster member cannot start: " + Trouble.of(e), e);
    }
  }

  @Override
  public Optional<Roster> roster() {
    return roster.read();
  }

  /** Returns the newest roster seen, without asking the cluster. */
  Optional<Roster> lastSeenRoster() {
    return roster.lastSeen();
  }

  @Override
  public Outcome replace(long expectedEpoch, Roster next) {
    return roster.replace(expectedEpoch, next);
  }

  @Override
  public void report(Report report) {
    reports.send(report);
  }

  @Override
  public Map<String, Report> reports() {
    return reports.reports();
  }

  @Override
  public Map<String, Long> reportAgeMillis() {
    return reports.ageMillis();
  }

  @Override
  public Set<String> alive() {
    return membership.alive();
  }

  @Override
  public long unheardMillis(String server) {
    return membership.unheardMillis(server);
  }

  @Override
  public Set<String> othersAlive() {
    return membership.others();
  }

  /** Returns the names of the members that are standalone coordinators. */
  Set<String> coordinators() {
    return membership.coordinators();
  }

  @Override
  public boolean leader() {
    return membership.leader();
  }

  /**
   * Returns the address of an older member of the same name. {@link #open} refuses to join beside
   * one; two that began apart can still meet when a partition ends.
   */
  Optional<String> namesake() {
    return membership.namesake();
  }

  /** Returns how many connections the secret check ended so far, in and out. */
  long refusedConnections() {
    return refusals.count();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      calls.close();
      MemberStop.stop(instance, names);
    }
  }

  @Override
  public boolean isClosed() {
    return closed.get();
  }

  private void look(Consumer<String> died) {
    String why = ended();
    if (!why.isEmpty() && !closed.get()) {
      died.accept(why);
    }
    if (LastThreads.areOf(instance.getName())) {
      // Not on this thread: close() ends it.
      Thread leave = new Thread(this::close, "perennial-last");
      leave.setDaemon(true);
      leave.start();
    }
  }

  /** Returns why this is no member any more, in words; empty while it is one. */
  String ended() {
    if (!instance.getLifecycleService().isRunning()) {
      return "it is shut down";
    }
    String refusal = admission.refusal();
    return refusal.isEmpty() ? threads.ended() : refusal;
  }

  HazelcastInstance member() {
    return instance;
  }

  private static Runnable guarded(RateLimitedLog log, Semaphore changed, Runnable onChange) {
    return () -> {
      changed.release();
      try {
        onChange.run();
      } catch (RuntimeException e) {
        log.log("listener", "cluster: a listener failed: " + e);
      }
    };
  }
}
