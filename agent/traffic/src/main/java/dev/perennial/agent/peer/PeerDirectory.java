package dev.perennial.agent.peer;

import dev.perennial.agent.duplex.SessionRouter.Neighbours;
import dev.perennial.coordinator.roster.Majority;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What this server knows of the others; renewed as a whole about once a second. Until the roster is
 * known, a server that was restarted knows its successor from the life before. Thread-safe.
 */
public final class PeerDirectory {
  private static final Set<Stage> OWNING =
      Set.of(Stage.IN_SERVICE, Stage.DUPLEXING, Stage.SWITCHING);

  /** Between two servers neither is a majority, and more likely the other one has died. */
  private static final int VOTERS_OF_A_MAJORITY = 3;

  /**
   * Who sees no majority says for so long that it does not know whose a session is. After that
   * people are rather to begin anew.
   */
  private static final long CUT_OFF_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String self;
  private final @Nullable Heir heir;
  private final LongSupplier nanos;

  private volatile @Nullable Known known;

  /** Of what is known: asked for with each request that belongs elsewhere. */
  private volatile @Nullable Neighbours ofKnown;

  private volatile boolean alone;

  /**
   * @param heir who took over from the life before; null if nobody did
   * @param nanos like {@link System#nanoTime}
   */
  public PeerDirectory(String self, @Nullable Heir heir, LongSupplier nanos) {
    this.self = self;
    this.heir = heir;
    this.nanos = nanos;
  }

  /**
   * Who took over from the life before.
   *
   * @param server its name
   * @param stateAddress where its agent answers, "host:port"
   */
  public record Heir(String server, String stateAddress) {}

  /**
   * What is known.
   *
   * @param cutOffNanos since when no majority is seen; null while one is
   */
  private record Known(
      Roster roster,
      ServerEntry entry,
      Map<String, Report> reports,
      Set<String> alive,
      @Nullable Long cutOffNanos) {}

  /** Takes what is known now. For one thread. */
  public void update(
      Roster roster, ServerEntry entry, Map<String, Report> reports, Set<String> alive) {
    Known now =
        new Known(roster, entry, Map.copyOf(reports), Set.copyOf(alive), cutOff(roster, alive));
    known = now;
    ofKnown = neighbours(now);
  }

  private @Nullable Long cutOff(Roster roster, Set<String> alive) {
    if (Majority.voters(roster).size() < VOTERS_OF_A_MAJORITY || Majority.holds(roster, alive)) {
      return null;
    }
    Known before = known;
    Long since = before == null ? null : before.cutOffNanos;
    return since == null ? Long.valueOf(nanos.getAsLong()) : since;
  }

  /** There is no cluster and will be none: this server serves whatever comes. */
  public void alone() {
    alone = true;
  }

  /** Returns where a server takes state, questions and requests. */
  public Optional<InetSocketAddress> stateAddress(String server) {
    Known now = known;
    Report report = now == null ? null : now.reports.get(server);
    String text = report == null ? "" : report.addresses().stateAddress();
    if (text.isEmpty() && heir != null && heir.server().equals(server)) {
      text = heir.stateAddress();
    }
    int colon = text.lastIndexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.of(
            new InetSocketAddress(
                text.substring(0, colon), Integer.parseInt(text.substring(colon + 1))));
  }

  /** Returns the present life of a server; 0 if it is not known. */
  public long incarnation(String server) {
    Known now = known;
    return now == null ? 0 : now.roster.server(server).map(ServerEntry::incarnation).orElse(0L);
  }

  /** Returns who is to be asked for a session, and who serves what belongs to nobody. */
  public Neighbours neighbours() {
    Neighbours now = ofKnown;
    if (now != null) {
      return now;
    }
    return heir == null
        ? new Neighbours(alone, List.of(), "")
        : new Neighbours(false, List.of(heir.server()), heir.server());
  }

  private Neighbours neighbours(Known now) {
    List<String> toAsk = new ArrayList<>();
    for (ServerEntry server : now.roster.servers()) {
      if (owns(now, server)) {
        if (server.name().equals(now.entry.successor())) {
          toAsk.add(0, server.name());
        } else {
          toAsk.add(server.name());
        }
      }
    }
    Long since = now.cutOffNanos;
    boolean askable = since == null || nanos.getAsLong() - since >= CUT_OFF_NANOS;
    return new Neighbours(askable, toAsk, servesFor(now, toAsk));
  }

  private boolean owns(Known now, ServerEntry server) {
    Report report = now.reports.get(server.name());
    return !server.name().equals(self)
        && now.alive.contains(server.name())
        && report != null
        && mayOwn(server, report);
  }

  /**
   * A server that was merely cut off has what it had, whatever the roster says of it meanwhile. One
   * that has handed over knows to whom, and may get it back: should its successor be lost, nothing
   * of it is new. One that is just being started is not waited for.
   */
  private static boolean mayOwn(ServerEntry server, Report report) {
    boolean has = report.incarnation() == server.incarnation() && report.capacity().sessions() > 0;
    return switch (server.stage()) {
      case IN_SERVICE, DUPLEXING, SWITCHING -> true;
      case JOINING, RETURNING -> has;
      case OUT -> has || server.voter();
      case RETIRED, REJUVENATING -> server.mayTakeBack();
    };
  }

  /**
   * A primary serves itself; whoever takes no traffic leaves it to its successor, or to any
   * primary.
   */
  private String servesFor(Known now, List<String> candidates) {
    Stage stage = now.entry.stage();
    boolean servesItself =
        now.entry.role() == Role.PRIMARY && (OWNING.contains(stage) || stage == Stage.JOINING);
    if (servesItself) {
      return "";
    }
    for (String candidate : candidates) {
      ServerEntry server = now.roster.require(candidate);
      if (server.role() == Role.PRIMARY && server.stage().isServing()) {
        return candidate;
      }
    }
    return "";
  }
}
