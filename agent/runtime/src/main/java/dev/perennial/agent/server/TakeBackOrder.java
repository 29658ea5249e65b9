package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.Switching;
import dev.perennial.coordinator.roster.TakeBack;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** Has this server serve again what it has handed over, because an operator says so. */
public final class TakeBackOrder {
  private final String name;
  private final ClusterMember member;
  private final LongPredicate restartGivenUp;
  private final Consumer<String> givenUp;
  private final InstantSource clock;

  /**
   * @param name of this server
   * @param restartGivenUp whether the signal of a round was not carried out
   * @param givenUp told the name of the successor that is down for good
   */
  public TakeBackOrder(
      String name,
      ClusterMember member,
      LongPredicate restartGivenUp,
      Consumer<String> givenUp,
      InstantSource clock) {
    this.name = name;
    this.member = member;
    this.restartGivenUp = restartGivenUp;
    this.givenUp = givenUp;
    this.clock = clock;
  }

  /**
   * Puts it on the roster; the next turn carries it out.
   *
   * @throws IllegalStateException if that cannot be done, in words for the operator
   */
  public void carryOut() {
    RosterStore store = member.store().orElseThrow(TakeBackOrder::noCluster);
    Roster roster = store.roster().orElseThrow(TakeBackOrder::noCluster);
    boolean stays = roster.server(name).filter(e -> restartGivenUp.test(e.round())).isPresent();
    String refusal = TakeBack.refusal(roster, name, store.alive(), stays);
    if (!refusal.isEmpty()) {
      throw new IllegalStateException("takeBack is refused: " + refusal);
    }
    String successor = String.valueOf(roster.require(name).successor());
    String reason = "an operator says that " + successor + " is lost";
    Roster next = Switching.takenBack(roster, name, reason, clock.millis());
    if (store.replace(roster.epoch(), next) != RosterStore.Outcome.DONE) {
      throw new IllegalStateException(
          "takeBack is not done: the roster could not be changed; look at it and try again");
    }
    givenUp.accept(successor);
    member.askForTurn();
  }

  private static IllegalStateException noCluster() {
    return new IllegalStateException("takeBack is refused: this server is in no cluster");
  }
}
