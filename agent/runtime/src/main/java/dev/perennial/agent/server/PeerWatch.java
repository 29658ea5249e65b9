package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.Lease;
import dev.perennial.coordinator.roster.Majority;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What this server may conclude of the others from what it has seen itself, by its own monotonic
 * clock: as a source, that its successor is out; as a successor, that what it took over may have
 * been taken back. Thread-safe.
 */
public final class PeerWatch {
  private final String self;
  private final Lease lease;
  private final LongSupplier nanos;

  /** Writes guarded by "this"; a server that is a member is not in it. */
  private final Map<String, Long> goneSinceNanos = new HashMap<>();

  private @Nullable Heir heir;
  private @Nullable Roster roster;
  private String givenUp = "";
  private boolean hasLooked;
  private long lookedNanos;
  private long distrustNanos;
  private boolean majority;

  private volatile boolean leased;
  private volatile long renewedNanos;

  /** The life that took over. */
  private record Heir(String server, long incarnation, long round) {}

  /**
   * @param self this server's name
   * @param nanos monotonic clock
   */
  public PeerWatch(String self, Lease lease, LongSupplier nanos) {
    this.self = self;
    this.lease = lease;
    this.nanos = nanos;
    renewedNanos = nanos.getAsLong();
  }

  /** Takes what is seen now; to be called about once a second. */
  public synchronized void looked(Roster now, Set<String> alive) {
    long time = nanos.getAsLong();
    roster = now;
    majority = Majority.holds(now, alive);
    for (ServerEntry server : now.servers()) {
      if (alive.contains(server.name())) {
        goneSinceNanos.remove(server.name());
      } else {
        goneSinceNanos.putIfAbsent(server.name(), time);
      }
    }
    if (alive.contains(givenUp)) {
      givenUp = "";
    }
    now.server(self).ifPresent(entry -> noteHeir(entry, now));
    distrust(time);
    boolean applies = Lease.applies(now, self);
    if (!applies || (Lease.renewed(now, self, alive) && time - distrustNanos >= 0)) {
      renewedNanos = time;
    }
    leased = applies;
  }

  /**
   * Whoever has stood still sees the cluster as it was before, until it has found out that it was
   * taken for lost: as long as that takes, what it sees renews no lease.
   */
  private void distrust(long time) {
    long margin = TimeUnit.MILLISECONDS.toNanos(lease.marginMillis());
    if (!hasLooked) {
      distrustNanos = time;
    } else if (time - lookedNanos > margin / 2) {
      distrustNanos = time + margin;
    }
    hasLooked = true;
    lookedNanos = time;
  }

  private void noteHeir(ServerEntry entry, Roster now) {
    String successor = entry.successor();
    Heir known = heir;
    boolean handsOver = entry.stage() == Stage.SWITCHING || entry.stage() == Stage.RETIRED;
    if (handsOver && successor != null && (known == null || known.round != entry.round())) {
      long life = now.server(successor).map(ServerEntry::incarnation).orElse(0L);
      heir = new Heir(successor, life, entry.round());
    }
  }

  /**
   * Returns whether nothing that the server had of this one can still be served there: a majority
   * sees it no more, and its lease has run out; or it has begun another life; or an operator said
   * so.
   */
  public synchronized boolean isOut(String server) {
    if (server.equals(givenUp)) {
      return true;
    }
    return majority && (isAnotherLife(server) || isGoneForLong(server));
  }

  private boolean isAnotherLife(String server) {
    Heir known = heir;
    Roster now = roster;
    return known != null
        && now != null
        && known.server.equals(server)
        && now.server(server).filter(e -> e.incarnation() != known.incarnation).isPresent();
  }

  private boolean isGoneForLong(String server) {
    Long since = goneSinceNanos.get(server);
    return since != null
        && nanos.getAsLong() - since >= TimeUnit.MILLISECONDS.toNanos(lease.millis());
  }

  /** An operator says that the server is down for good, until it is a member again. */
  public synchronized void giveUp(String server) {
    givenUp = server;
  }

  /**
   * Returns whether this server may serve what it has taken from others: not where somebody could
   * have taken it back unseen. Cheap; for each request.
   */
  public boolean mayServeTaken() {
    return !leased || lease.holds(TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - renewedNanos));
  }
}
