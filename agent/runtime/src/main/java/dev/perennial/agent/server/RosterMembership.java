package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.Joining;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins by compare-and-set, once; afterwards this life's entry is the one with its incarnation. An
 * entry with a later one belongs to a life that has taken this one's place: then this process has
 * no place any more. For one thread.
 */
public final class RosterMembership implements Membership {
  private final String name;
  private final Role wantedRole;
  private final Mode mode;
  private final long lastIncarnation;
  private final Consumer<String> log;

  private @Nullable Long incarnation;
  private @Nullable String refusal;

  /**
   * @param lastIncarnation from the hand-over note of the life before; 0 without one
   */
  public RosterMembership(
      String name, Role wantedRole, Mode mode, long lastIncarnation, Consumer<String> log) {
    this.name = name;
    this.wantedRole = wantedRole;
    this.mode = mode;
    this.lastIncarnation = lastIncarnation;
    this.log = log;
  }

  @Override
  public Optional<ServerEntry> ensure(RosterStore store, long nowMillis) {
    Roster roster = store.roster().orElse(Roster.empty(mode));
    Long mine = incarnation;
    if (mine != null) {
      Optional<ServerEntry> entry =
          roster.server(name).filter(e -> e.incarnation() == mine.longValue());
      if (entry.isEmpty()) {
        say("this life (" + mine + ") of " + name + " is not on the roster any more");
      }
      return entry;
    }
    return join(store, roster, nowMillis);
  }

  private Optional<ServerEntry> join(RosterStore store, Roster roster, long nowMillis) {
    Set<String> others = new TreeSet<>(store.alive());
    others.remove(name);
    Joining.Outcome outcome =
        Joining.join(roster, name, wantedRole, others, nowMillis, lastIncarnation);
    if (outcome instanceof Joining.Outcome.Refused refused) {
      say(refused.reason());
      return Optional.empty();
    }
    Joining.Outcome.Joined joined = (Joining.Outcome.Joined) outcome;
    if (store.replace(roster.epoch(), joined.next()) != RosterStore.Outcome.DONE) {
      // Another server was faster, or nobody knows: the next look reads the roster again.
      return Optional.empty();
    }
    incarnation = joined.self().incarnation();
    return Optional.of(joined.self());
  }

  private void say(String what) {
    if (!what.equals(refusal)) {
      refusal = what;
      log.accept(what);
    }
  }
}
