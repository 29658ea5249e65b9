package dev.perennial.sample.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderBookModelTest {
  private static final Life OLD = new Life("s1", 1);
  private static final Life SUCCESSOR = new Life("s3", 1);
  private static final Life YOUNG = new Life("s1", 2);

  private final OrderBookModel model = new OrderBookModel();

  @Test
  void aBookHoldsAtLeastWhatItsLifeAcknowledged() {
    model.placed(OLD, "a", 10);
    model.placed(OLD, "b", 20);

    assertThat(check(OLD, 2, 30)).isEmpty();
    assertThat(check(OLD, 3, 35)).isEmpty();
    assertThat(check(OLD, 1, 30)).hasSize(1);
    assertThat(check(OLD, 2, 29)).hasSize(1);
  }

  @Test
  void aReadSentBeforeTheAcknowledgementMayBeOlder() {
    Map<Life, OrderBookModel.AtLeast> early = model.expectation();
    model.placed(OLD, "a", 10);

    assertThat(OrderBookModel.check(early, OLD, 0, 0)).isEmpty();
  }

  @Test
  void whoeverTakesALifesPlaceHoldsItsOrders() {
    model.placed(OLD, "a", 10);
    assertThat(check(SUCCESSOR, 0, 0)).isEmpty();

    model.succeeded(OLD, SUCCESSOR);

    assertThat(check(SUCCESSOR, 0, 0)).hasSize(1);
    assertThat(check(SUCCESSOR, 1, 10)).isEmpty();
  }

  @Test
  void anAcknowledgementThatComesLateCountsForTheSuccessorToo() {
    model.succeeded(OLD, SUCCESSOR);
    model.placed(OLD, "a", 10);

    assertThat(check(SUCCESSOR, 0, 0)).hasSize(1);
  }

  @Test
  void theNextLifeOfAServerBeginsEmpty() {
    model.placed(OLD, "a", 10);
    model.succeeded(OLD, SUCCESSOR);

    assertThat(check(YOUNG, 0, 0)).isEmpty();
  }

  @Test
  void theAuditFindsEachAcknowledgedOrderExactlyOnce() {
    model.placed(OLD, "a", 10);
    model.placed(SUCCESSOR, "b", 20);

    assertThat(model.audit(List.of(Map.of("a", 10L), Map.of("b", 20L, "unknown", 1L)))).isEmpty();
    assertThat(kinds(List.of(Map.of("b", 20L)))).containsExactly(Contradiction.Kind.MISSING);
    assertThat(kinds(List.of(Map.of("a", 10L), Map.of("a", 10L, "b", 20L))))
        .containsExactly(Contradiction.Kind.DOUBLED);
    assertThat(kinds(List.of(Map.of("a", 11L, "b", 20L))))
        .containsExactly(Contradiction.Kind.WRONG);
  }

  private List<Contradiction> check(Life life, long count, long sum) {
    return OrderBookModel.check(model.expectation(), life, count, sum);
  }

  private List<Contradiction.Kind> kinds(List<Map<String, Long>> books) {
    return model.audit(books).stream().map(Contradiction::kind).toList();
  }
}
