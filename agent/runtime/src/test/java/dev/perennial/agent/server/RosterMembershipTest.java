package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RosterMembershipTest {
  private final List<String> log = new ArrayList<>();
  private final FakeStore store = new FakeStore(Roster.empty(Mode.ACTIVE_STANDBY));
  private final RosterMembership membership =
      new RosterMembership("a", Role.PRIMARY, Mode.ACTIVE_STANDBY, 0, log::add);

  @Test
  void joinsOnceAndKeepsItsEntry() {
    assertThat(incarnation()).isEqualTo(1);
    Roster joined = store.roster;

    assertThat(incarnation()).isEqualTo(1);
    assertThat(store.roster).isEqualTo(joined);
    assertThat(log).isEmpty();
  }

  @Test
  void joinsAgainAsALaterLifeWhenItsEntryVanishesInAMerge() {
    incarnation();
    store.roster = new Roster(9, Mode.ACTIVE_STANDBY, List.of(), Set.of(), List.of(), "");

    assertThat(incarnation()).isEqualTo(2);
    assertThat(store.roster.epoch()).isEqualTo(10);
    assertThat(log).singleElement().asString().contains("life 1 of a").contains("joins again");
  }

  @Test
  void joinsAgainWhenTheMergedRosterKnowsAnEarlierLifeOnly() {
    incarnation();
    with(7);
    incarnation();
    assertThat(incarnation()).isEqualTo(8);
    with(3);

    assertThat(incarnation()).isEqualTo(9);
  }

  @Test
  void staysOffWhereAnotherLiveProcessHasItsPlaceAndSaysSoOnce() {
    incarnation();
    with(2);
    store.others = Set.of("a");

    assertThat(membership.ensure(store, 5)).isEmpty();
    assertThat(membership.ensure(store, 6)).isEmpty();
    assertThat(store.roster.require("a").incarnation()).isEqualTo(2);
    assertThat(log)
        .singleElement()
        .asString()
        .contains("another live process")
        .contains("perennial.server");
  }

  @Test
  void takesItsPlaceAgainWhenTheOtherProcessIsGone() {
    incarnation();
    with(2);
    store.others = Set.of("a");
    assertThat(membership.ensure(store, 5)).isEmpty();
    store.others = Set.of();

    assertThat(incarnation()).isEqualTo(3);
  }

  @Test
  void aNewcomerDoesNotJoinBesideALiveNamesake() {
    with(1);
    store.others = Set.of("a");

    assertThat(membership.ensure(store, 5)).isEmpty();
    assertThat(log).singleElement().asString().contains("in use by another live member");
  }

  private void with(long incarnation) {
    store.roster =
        store.roster.with(
            new ServerEntry(
                "a", incarnation, Role.PRIMARY, Stage.IN_SERVICE, null, 0, 0, "merged", 1, true));
  }

  private long incarnation() {
    return membership.ensure(store, 5).orElseThrow().incarnation();
  }
}
