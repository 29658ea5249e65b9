package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperatorTest {
  private final Operator operator = new Operator(Report.Action.SUPERVISED);

  @Test
  void anotherVersionIsAcceptedForOneRejuvenation() {
    operator.rejuvenateWithChanges();
    assertThat(operator.order()).isEqualTo(Report.Order.REJUVENATE);

    reach(Stage.DUPLEXING);
    assertThat(operator.acceptsChanges()).isTrue();
    reach(Stage.REJUVENATING);
    assertThat(operator.acceptsChanges()).isTrue();
    assertThat(operator.order()).isEqualTo(Report.Order.NONE);

    // It was given up: the next one may be nobody's order.
    reach(Stage.RETURNING);
    assertThat(operator.acceptsChanges()).isFalse();
  }

  @Test
  void eachLaterOrderTakesItBack() {
    operator.rejuvenateWithChanges();
    operator.rejuvenate();
    assertThat(operator.acceptsChanges()).isFalse();

    operator.rejuvenateWithChanges();
    operator.hold();
    assertThat(operator.acceptsChanges()).isFalse();

    operator.rejuvenateWithChanges();
    operator.release();
    assertThat(operator.acceptsChanges()).isFalse();
  }

  @Test
  void whoOnlyWatchesAcceptsNothing() {
    Operator watcher = new Operator(Report.Action.OBSERVE);

    assertThatThrownBy(watcher::rejuvenateWithChanges)
        .hasMessageContaining("rejuvenateWithChanges is refused");
    assertThat(watcher.acceptsChanges()).isFalse();
  }

  private void reach(Stage stage) {
    ServerEntry self = new ServerEntry("a", 3, Role.PRIMARY, stage, "b", 7, 0, "", 1, false);
    operator.changed(
        self, new Roster(9, Mode.ACTIVE_STANDBY, List.of(self), Set.of(), List.of(), ""));
  }
}
