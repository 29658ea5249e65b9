package dev.perennial.agent.peer;

import dev.perennial.agent.duplex.SessionRouter.Neighbours;
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
import org.jspecify.annotations.Nullable;

/**
 * What this server knows of the others; renewed as a whole about once a second. Until the roster is
 * known, a server that was restarted knows its successor from the life before. Thread-safe.
 */
public final class PeerDirectory {
  private static final Set<Stage> OWNING =
      Set.of(Stage.IN_SERVICE, Stage.DUPLEXING, Stage.SWITCHING);

  private final String self;
  private final @Nullable Heir heir;

  private volatile @Nullable Known known;
  private volatile boolean alone;

  /**
   * @param heir who took over from the life before; null if nobody did
   */
  public PeerDirectory(String self, @Nullable Heir heir) {
    this.self = self;
    this.heir = heir;
  }

  /**
   * Who took over from the life before.
   *
   * @param server its name
   * @param stateAddress where its agent answers, "host:port"
   */
  public record Heir(String server, String stateAddress) {}

  private record Known(
      Roster roster, ServerEntry entry, Map<String, Report> reports, Set<String> alive) {}

  /** Takes what is known now. */
  public void update(
      Roster roster, ServerEntry entry, Map<String, Report> reports, Set<String> alive) {
    known = new Known(roster, entry, Map.copyOf(reports), Set.copyOf(alive));
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

  /** Returns who is to be asked for a session, and who serves what belongs to nobody. */
  public Neighbours neighbours() {
    Known now = known;
    if (now == null) {
      return heir == null
          ? new Neighbours(alone, List.of(), "")
          : new Neighbours(false, List.of(heir.server()), heir.server());
    }
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
    return new Neighbours(true, toAsk, servesFor(now, toAsk));
  }

  private boolean owns(Known now, ServerEntry server) {
    return !server.name().equals(self)
        && OWNING.contains(server.stage())
        && now.alive.contains(server.name())
        && now.reports.containsKey(server.name());
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
      if (server.role() == Role.PRIMARY && server.stage() != Stage.SWITCHING) {
        return candidate;
      }
    }
    return "";
  }
}
