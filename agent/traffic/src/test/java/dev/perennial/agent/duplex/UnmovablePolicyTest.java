package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.agent.container.Capture.Cause;
import dev.perennial.agent.container.Capture.Left;
import dev.perennial.coordinator.transfer.ItemId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnmovablePolicyTest {
  private static final Left CART =
      new Left("localhost/shop", "cart", "shop.Cart", "it fails", Cause.FAILED);
  private static final Left SOCKET =
      new Left("localhost/shop", "socket", "Object", "it is not", Cause.UNSERIALIZABLE);

  private static LeftBehind left(long sessions, Left attribute) {
    LeftBehind left = new LeftBehind();
    for (int i = 0; i < sessions; i++) {
      left.captured(ItemId.session("0123456789-" + i), List.of(attribute));
    }
    return left;
  }

  @ParameterizedTest(name = "veto {0}, most {1}: of {2} sessions {3} may stay behind")
  @CsvSource({
    "false, 0.01,      0,   1",
    "false, 0.01,      1,   1",
    "false, 0.01,    100,   1",
    "false, 0.01,    299,   2",
    "false, 0.01, 10_000, 100",
    "false, 1,        50,  50",
    "false, 0,    10_000,   0",
    "true,  0.5,  10_000,   0",
  })
  void soManyMayStayBehind(boolean veto, double most, String sessions, long allowed) {
    long count = Long.parseLong(sessions.replace("_", ""));
    UnmovablePolicy policy = new UnmovablePolicy(veto, most);

    assertThat(policy.allowed(count)).isEqualTo(allowed);
    assertThat(policy.obstacle(left(allowed, CART), count)).isEmpty();
    assertThat(policy.obstacle(left(allowed + 1, CART), count)).isNotEmpty();
  }

  @Test
  void theObstacleSaysWhatWhyAndWhatToDoAndNoWholeSessionId() {
    assertThat(new UnmovablePolicy(false, 0.01).obstacle(left(3, CART), 250))
        .isEqualTo(
            "3 of 250 sessions cannot move, or not all of them; perennial.unmovable.max=0.01 allows"
                + " 2. Mend the application, or raise perennial.unmovable.max to lose them:"
                + " session 012345...: attribute cart (shop.Cart) of localhost/shop stays behind:"
                + " it fails; session 012345...: attribute cart (shop.Cart) of localhost/shop stays"
                + " behind: it fails; session 012345...: attribute cart (shop.Cart) of"
                + " localhost/shop stays behind: it fails");
    assertThat(new UnmovablePolicy(true, 0.01).obstacle(left(8, CART), 9))
        .contains("perennial.unmovable=veto allows none")
        .endsWith("; and 3 more");
  }

  @Test
  void whatWasNeverMovedCountsOnlyWhereAllIsToMove() {
    assertThat(new UnmovablePolicy(false, 0).obstacle(left(9, SOCKET), 9)).isEmpty();
    assertThat(new UnmovablePolicy(true, 0).obstacle(left(9, SOCKET), 9))
        .contains("9 of 9 sessions", "attribute socket (Object)", "in 9 sessions");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aPartIsFromNoneToAll(double most) {
    assertThatThrownBy(() -> new UnmovablePolicy(false, most)).hasMessageContaining("from 0 to 1");
  }
}
