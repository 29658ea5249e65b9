package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnmovablePolicyTest {
  private static final Unmoved CART =
      new Unmoved("0123456789abcdef", "localhost/shop", "cart", "shop.Cart", "it fails");

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
    assertThat(policy.obstacle(List.of(CART), allowed, count)).isEmpty();
    assertThat(policy.obstacle(List.of(CART), allowed + 1, count)).isNotEmpty();
  }

  @Test
  void theObstacleSaysWhatWhyAndWhatToDoAndNoWholeSessionId() {
    assertThat(new UnmovablePolicy(false, 0.01).obstacle(List.of(CART), 3, 250))
        .isEqualTo(
            "3 of 250 sessions cannot move, or not all of them; perennial.unmovable.max=0.01 allows"
                + " 2. Mend the application, or raise perennial.unmovable.max to lose them:"
                + " session 012345...: attribute cart (shop.Cart) of localhost/shop stays behind:"
                + " it fails");
    assertThat(new UnmovablePolicy(true, 0.01).obstacle(Collections.nCopies(8, CART), 8, 9))
        .contains("perennial.unmovable=veto allows none")
        .endsWith("; and 3 more");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aPartIsFromNoneToAll(double most) {
    assertThatThrownBy(() -> new UnmovablePolicy(false, most)).hasMessageContaining("from 0 to 1");
  }
}
