package dev.perennial.agent.server;

import dev.perennial.agent.duplex.RosterStanding;
import dev.perennial.agent.duplex.SuccessorDesk;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import dev.perennial.coordinator.transfer.Life;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The roster as this server has seen it last, for all who ask between two looks. It is there from
 * the start, and empty until this server has joined. Written by {@link ServerLoop}; thread-safe.
 */
public final class RosterView {
  private final String name;
  private volatile Seen seen = new Seen(null, null);

  private record Seen(@Nullable ServerEntry self, @Nullable Roster roster) {}

  /**
   * @param name of this server
   */
  public RosterView(String name) {
    this.name = name;
  }

  void seen(ServerEntry self, Roster roster) {
    seen = new Seen(self, roster);
  }

  /** This server has no place any more; of the others what was seen last is all that is known. */
  void lostPlace() {
    seen = new Seen(null, seen.roster);
  }

  /** Returns the name of this server. */
  String name() {
    return name;
  }

  /** Returns this server's entry; empty until it has joined, and when it has lost its place. */
  public Optional<ServerEntry> self() {
    return Optional.ofNullable(seen.self);
  }

  /** Returns the roster; empty until this server has joined. */
  public Optional<Roster> roster() {
    return Optional.ofNullable(seen.roster);
  }

  /** Returns how many servers there are, this one at least. */
  int servers() {
    return roster().map(r -> r.servers().size()).orElse(1);
  }

  /** Returns the number of this life; 0 while it has none. */
  public long incarnation() {
    return self().map(ServerEntry::incarnation).orElse(0L);
  }

  /** Returns the present life of a server, this one included; empty while it is not known. */
  public Optional<Life> life(String server) {
    Seen now = seen;
    Optional<ServerEntry> entry =
        server.equals(name)
            ? Optional.ofNullable(now.self)
            : Optional.ofNullable(now.roster).flatMap(r -> r.server(server));
    return entry.map(e -> new Life(e.name(), e.incarnation()));
  }

  /** Returns what the roster says of a life that has handed over to this server. */
  public SuccessorDesk.Standing standing(Life life, long round) {
    return RosterStanding.of(roster(), life, round);
  }

  /** Returns why this server cannot be anybody's successor now, in words; empty if it can. */
  public String refusal() {
    return self()
        .map(e -> e.stage() == Stage.IN_SERVICE ? "" : name + " is " + e.stage())
        .orElse(name + " is not on the roster");
  }
}
