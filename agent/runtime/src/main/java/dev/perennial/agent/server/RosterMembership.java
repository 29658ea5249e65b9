package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.Joining;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins by compare-and-set; afterwards this life's entry is the one with its incarnation. Where
 * that is lost, as in the roster of the other side after a partition, it joins once more, as a
 * later incarnation. Where another live process has the name and an entry of its own, this one has
 * no place any more: it says so once, and stays off. For one thread.
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
    ServerEntry known = roster.server(name).orElse(null);
    if (mine == null) {
      return join(store, roster, nowMillis, lastIncarnation);
    }
    if (known != null && known.incarnation() == mine) {
      String before = refusal;
      if (before != null) {
        refusal = null;
        log.accept("over: " + before);
      }
      return Optional.of(known);
    }
    if (known != null && store.othersAlive().contains(name)) {
      say(
          "another live process has the name "
              + name
              + " and its place (life "
              + known.incarnation()
              + "; this is life "
              + mine
              + "): this one stays off all lists. Stop one of them, or give it a perennial.server of"
              + " its own");
      return Optional.empty();
    }
    say("life " + mine + " of " + name + " is not on the roster any more: it joins again");
    return join(store, roster, nowMillis, mine);
  }

  private Optional<ServerEntry> join(
      RosterStore store, Roster roster, long nowMillis, long lifeBefore) {
    Joining.Outcome outcome =
        Joining.join(roster, name, wantedRole, store.othersAlive(), nowMillis, lifeBefore);
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
