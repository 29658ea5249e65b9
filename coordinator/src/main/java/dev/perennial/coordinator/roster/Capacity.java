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

  /** Returns whether a primary may go off the available list; says so if not. */
  boolean allows(ServerEntry primary) {
    boolean replaced = situation.roster().mode() == Mode.ACTIVE_STANDBY;
    long after = situation.available() - (replaced ? 0 : 1);
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

  /** A spare serves where too few primaries are left; a primary that is gone becomes its spare. */
  void keep() {
    if (draft.changed() || situation.available() >= situation.policy().minAvailable()) {
      return;
    }
    Optional<ServerEntry> spare =
        situation.roster().servers().stream()
            .filter(e -> e.role() == Role.SPARE && e.stage() == Stage.IN_SERVICE)
            .filter(situation::alive)
            .filter(e -> Situation.isReady(situation.report(e)))
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
