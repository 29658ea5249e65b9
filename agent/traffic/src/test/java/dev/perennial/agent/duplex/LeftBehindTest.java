package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Capture.Cause;
import dev.perennial.agent.container.Capture.Left;
import dev.perennial.coordinator.transfer.ItemId;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeftBehindTest {
  private static final ItemId A = ItemId.session("a");
  private static final ItemId B = ItemId.session("b");
  private static final String CART = Left.part("localhost/shop", "cart");

  private final LeftBehind left = new LeftBehind();

  private static Left left(String attribute, Cause cause) {
    return new Left("localhost/shop", attribute, "shop.Cart", "it fails", cause);
  }

  @Test
  void whatTheApplicationItselfKeepsOutIsNoLoss() {
    left.captured(A, List.of(left("cart", Cause.FAILED), left("cache", Cause.CONFIGURED)));
    left.captured(B, List.of(left("cache", Cause.CONFIGURED)));

    assertThat(left.affected()).isEqualTo(1);
    assertThat(left.all()).extracting(Unmoved::attribute).containsExactly("cart");
  }

  /** Nobody ever moved it, so that it is no reason to stop now. */
  @Test
  void whatMakesNoClaimToBeSerialisableIsCountedApart() {
    left.captured(A, List.of(left("socket", Cause.UNSERIALIZABLE)));
    left.captured(B, List.of(left("socket", Cause.UNSERIALIZABLE), left("cart", Cause.FAILED)));

    assertThat(left.affected()).isEqualTo(1);
    assertThat(left.affectedAtAll()).isEqualTo(2);
    assertThat(left.all()).extracting(Unmoved::attribute).containsExactly("cart");
    assertThat(left.unserializable())
        .containsExactly(
            "attribute socket (shop.Cart) of localhost/shop stays behind, as it fails, in 2"
                + " sessions");
    assertThat(LeftLines.of(left, "s2")).hasSize(2);
  }

  @Test
  void theLastCaptureCounts() {
    left.captured(A, List.of(left("cart", Cause.FAILED)));
    left.captured(A, List.of());
    left.cannotMove(B, "it fails");
    left.captured(B, List.of());

    assertThat(left.all()).isEmpty();
    assertThat(left.affected()).isZero();
  }

  @Test
  void aSessionThatStaysAsAWholeIsNamedOnce() {
    left.captured(A, List.of(left("cart", Cause.FAILED)));
    left.cannotMove(A, "its principal fails");

    assertThat(left.all()).containsExactly(new Unmoved("a", "", "", "", "its principal fails"));
    left.forget(A);
    assertThat(left.all()).isEmpty();
  }

  @Test
  void theSameAttributeIsExcludedOnceAndNotWithoutEnd() {
    assertThat(left.exclude(A, CART, "why")).isTrue();
    assertThat(left.exclude(A, CART, "why")).as("that has not helped").isFalse();
    assertThat(left.leaveOut(A)).containsEntry(CART, "why");
    assertThat(left.leaveOut(B)).isEmpty();

    for (int i = 0; i < 19; i++) {
      assertThat(left.exclude(A, "other " + i, "why")).isTrue();
    }
    assertThat(left.exclude(A, "one too many", "why")).isFalse();
  }

  @Test
  void anAttributeThatHungThreeTimesIsLeftOutEverywhere() {
    left.hung(CART);
    left.hung(CART);
    assertThat(left.leaveOut(B)).isEmpty();

    left.hung(CART);

    assertThat(left.leaveOut(B)).containsEntry(CART, "writing it hung in 3 other sessions");
  }
}
