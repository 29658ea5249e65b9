package dev.perennial.agent.peer;

import dev.perennial.agent.duplex.SessionRouter.Neighbours;
import dev.perennial.agent.gate.Forwarder;
import dev.perennial.agent.relay.Target;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.net.InetSocketAddress;
import java.net.URI;
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

  /** Behind the origin's name in a relayed request; no part of any server's name. */
  private static final String AS_NEW = "+new";

  private final String self;
  private final RelayTokens tokens;
  private final @Nullable Heir heir;

  private volatile @Nullable Known known;
  private volatile boolean alone;

  /**
   * @param heir who took over from the life before; null if nobody did
   */
  public PeerDirectory(String self, RelayTokens tokens, @Nullable Heir heir) {
    this.self = self;
    this.tokens = tokens;
    this.heir = heir;
  }

  /**
   * Who took over from the life before.
   *
   * @param server its name
   * @param appUrl where its application answers
   * @param relayToken by which it knows a relayed request
   * @param stateAddress where it answers questions, "host:port"
   * @param serviceUrls as in {@link Report.Addresses}
   */
  public record Heir(
      String server,
      String appUrl,
      String relayToken,
      String stateAddress,
      List<String> serviceUrls) {}

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

  /** Returns where a server takes state and questions. */
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

  /**
   * Returns how a request is relayed to a server.
   *
   * @param service of the container that it came in by; empty for the first one
   */
  public Optional<Target> target(String server, String service, boolean asNew) {
    Known now = known;
    Report report = now == null ? null : now.reports.get(server);
    if (report != null && !report.addresses().appUrl().isEmpty()) {
      Report.Addresses at = report.addresses();
      return at(
          url(service, at.appUrl(), at.serviceUrls()),
          tokens.token(server, report.incarnation()),
          asNew);
    }
    return heir != null && heir.server().equals(server)
        ? at(url(service, heir.appUrl(), heir.serviceUrls()), heir.relayToken(), asNew)
        : Optional.empty();
  }

  /** Another service's applications are other ones: a server without this one has no address. */
  private static String url(String service, String ofFirst, List<String> ofOthers) {
    if (service.isEmpty()) {
      return ofFirst;
    }
    String prefix = service + " ";
    return ofOthers.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst()
        .orElse("");
  }

  /** Returns what the origin of a relayed request says of it. */
  Forwarder.Source source(String origin) {
    if (origin.equals(self)) {
      return Forwarder.Source.PROBE;
    }
    return origin.endsWith(AS_NEW) ? Forwarder.Source.RELAY_AS_NEW : Forwarder.Source.RELAY;
  }

  private Optional<Target> at(String appUrl, String token, boolean asNew) {
    URI uri = URI.create(appUrl);
    if (uri.getHost() == null) {
      return Optional.empty();
    }
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    return Optional.of(new Target(uri.getHost(), port, token, asNew ? self + AS_NEW : self));
  }

  /** Returns whether a relayed request's token is that of this life. */
  public boolean trusts(String token) {
    Known now = known;
    return now != null && tokens.matches(token, self, now.entry.incarnation());
  }

  /** Returns the token of this life, empty until it has joined. */
  public String ownToken() {
    Known now = known;
    return now == null ? "" : tokens.token(self, now.entry.incarnation());
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
    Report report = now.reports.get(server.name());
    return !server.name().equals(self)
        && now.alive.contains(server.name())
        && report != null
        && mayOwn(server, report);
  }

  /**
   * A server that was merely cut off has what it had, whatever the roster says of it meanwhile. One
   * that is just being started is not waited for.
   */
  private static boolean mayOwn(ServerEntry server, Report report) {
    boolean has = report.incarnation() == server.incarnation() && report.capacity().sessions() > 0;
    return switch (server.stage()) {
      case IN_SERVICE, DUPLEXING, SWITCHING -> true;
      case JOINING, RETURNING -> has;
      case OUT -> has || server.voter();
      case RETIRED, REJUVENATING -> false;
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
