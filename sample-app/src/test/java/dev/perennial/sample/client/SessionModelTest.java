package dev.perennial.sample.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionModelTest {
  private final SessionModel model = new SessionModel();

  @BeforeEach
  void twoLinesAreAcknowledged() {
    model.issue(1);
    model.added(1, 100, 1);
    model.issue(2);
    model.added(2, 200, 2);
  }

  @Test
  void acknowledgedWritesMustBeThere() {
    assertThat(kinds(cart(2, 1, 2))).isEmpty();
    assertThat(kinds(cart(1, 1)))
        .containsExactly(Contradiction.Kind.MISSING, Contradiction.Kind.OLDER);
  }

  @Test
  void aReadSentBeforeTheAcknowledgementMayBeOlder() {
    SessionModel.Expectation early = model.expectation();
    model.issue(3);
    model.added(3, 1, 3);

    assertThat(model.check(early, cart(2, 1, 2))).isEmpty();
    assertThat(kinds(cart(2, 1, 2))).contains(Contradiction.Kind.MISSING);
  }

  @Test
  void anUnacknowledgedWriteMayBeThereOrNot() {
    model.issue(3);

    assertThat(kinds(cart(2, 1, 2))).isEmpty();
    assertThat(kinds(cart(3, 1, 2, 3))).isEmpty();
  }

  @Test
  void whatWasSeenOnceMustStay() {
    model.issue(3);
    assertThat(kinds(cart(3, 1, 2, 3))).isEmpty();

    assertThat(kinds(cart(2, 1, 2)))
        .containsExactly(Contradiction.Kind.MISSING, Contradiction.Kind.OLDER);
  }

  @Test
  void aWriteAppliedTwiceIsFound() {
    assertThat(kinds(cart(3, 1, 2, 2))).containsExactly(Contradiction.Kind.DOUBLED);
  }

  @Test
  void aWriteOfAnotherSessionIsFound() {
    assertThat(kinds(cart(3, 1, 2, 77))).containsExactly(Contradiction.Kind.FOREIGN);
  }

  @Test
  void anEmptyCartAfterWritesIsFound() {
    assertThat(kinds(cart(0)))
        .containsExactly(
            Contradiction.Kind.MISSING, Contradiction.Kind.MISSING, Contradiction.Kind.OLDER);
  }

  @Test
  void aVersionThatDoesNotFitTheWritesIsFound() {
    assertThat(kinds(cart(3, 1, 2))).containsExactly(Contradiction.Kind.WRONG);
  }

  @Test
  void anOrderCarriesTheWritesOfItsLines() {
    model.issue(3);
    model.ordered(3, "s1-1", 300, 3);

    assertThat(kinds(ordered(300))).isEmpty();
    assertThat(kinds(ordered(299))).containsExactly(Contradiction.Kind.WRONG);
    assertThat(model.orders()).containsExactly(Map.entry("s1-1", 300L));
  }

  @Test
  void anOrderSeenButNotAcknowledgedBecomesCertain() {
    model.issue(3);

    assertThat(kinds(ordered(300))).isEmpty();

    assertThat(model.orders()).containsKey("s1-1");
  }

  private List<Contradiction.Kind> kinds(CartView view) {
    return model.check(model.expectation(), view).stream().map(Contradiction::kind).toList();
  }

  private static CartView cart(long version, long... writes) {
    return new CartView(version, Arrays.stream(writes).boxed().toList(), List.of());
  }

  private static CartView ordered(long total) {
    return new CartView(
        3, List.of(), List.of(new CartView.ReceiptView("s1-1", total, 3, List.of(1L, 2L))));
  }
}
