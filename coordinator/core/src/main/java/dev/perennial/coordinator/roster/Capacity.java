package dev.perennial.coordinator.roster;

import dev.perennial.coordinator.roster.Decision.Alert.Kind;
import java.util.Comparator;
import java.util.Optional;

/** The floor on available servers. */
final class Capacity {
  private final Situation situation;
  private final Draft draft;

  Capacity(Situation situation, Draft draft) {
    this.situation = situation;
    this.draft = draft;
  }

  /** Returns whether the rest could decide without a server's vote; says so if not. */
  boolean canSpareVote(ServerEntry server) {
    if (situation.majorityWithout(server)) {
      return true;
    }
    draft.alert(
        server,
        Kind.MAJORITY_LOST,
        server.name()
            + " must stay: without its vote there is no majority until the absent voters are back or"
            + " forgotten");
    return false;
  }

  /** Returns whether a primary may go off the available list; says so if not. */
  boolean allows(ServerEntry primary) {
    if (!canSpareVote(primary)) {
      return false;
    }
    long after = situation.available() - (primary.role() == Role.PRIMARY ? 1 : 0) + gain(primary);
    if (after < situation.policy().minAvailable()) {
      draft.alert(
          primary,
          Kind.FLOOR,
          primary.name()
              + " must stay: fewer than "
              + situation.policy().minAvailable()
              + " would be available");
      return false;
    }
    return true;
  }

  /** A spare that takes over is one more; a successor that serves already is not. */
  private int gain(ServerEntry source) {
    String name = source.successor();
    ServerEntry successor = name == null ? null : situation.entry(name);
    boolean serves = successor != null && successor.role() == Role.PRIMARY;
    return serves || situation.roster().mode() == Mode.ACTIVE_ACTIVE ? 0 : 1;
  }

  /**
   * A cluster that starts is short of primaries for a moment: that is no reason to use up its
   * spare.
   */
  private boolean isPrimaryComing() {
    return situation.roster().servers().stream()
        .filter(e -> e.role() == Role.PRIMARY && e.stage() == Stage.JOINING)
        .filter(situation::alive)
        .anyMatch(e -> situation.now() - e.sinceMillis() < situation.policy().returnLimitMillis());
  }

  /**
   * A cluster whose spares have come up first: no primary has been there yet, so none is missed,
   * and it will come. Meanwhile a spare serves whatever comes to it.
   */
  private boolean isStarting() {
    return situation.roster().servers().stream()
        .allMatch(
            e ->
                e.role() == Role.SPARE
                    && situation.inStage(e) < situation.policy().returnLimitMillis());
  }

  /** A spare serves where too few primaries are left; a primary that is gone becomes its spare. */
  void keep() {
    if (draft.changed()
        || situation.available() >= situation.policy().minAvailable()
        || isPrimaryComing()
        || isStarting()) {
      return;
    }
    Optional<ServerEntry> spare =
        situation.roster().servers().stream()
            .filter(e -> e.role() == Role.SPARE && e.stage() == Stage.IN_SERVICE)
            .filter(situation::alive)
            .filter(e -> Situation.isReady(situation.report(e)))
            .filter(e -> !situation.isLeaving(e))
            .min(Comparator.comparing(e -> situation.sourceOf(e.name()) != null));
    if (spare.isEmpty()) {
      draft.alert(
          "",
          Kind.FLOOR,
          "fewer than "
              + situation.policy().minAvailable()
              + " servers are available, and no spare is ready");
      return;
    }
    String name = spare.get().name();
    draft.take(
        draft.roster().with(spare.get().withRole(Role.PRIMARY)),
        name + " becomes a primary: too few are available");
    situation.roster().servers().stream()
        .filter(e -> e.role() == Role.PRIMARY && e.stage() == Stage.OUT)
        .findFirst()
        .ifPresent(
            e ->
                draft.take(draft.roster().with(e.withRole(Role.SPARE)), "in place of " + e.name()));
  }
}
