package dev.perennial.sample.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OrderBookTest {
  private final OrderBook book = new OrderBook("s1.a", Duration.ofMillis(20));

  @Test
  void countsAndSumsOrders() {
    assertThat(book.place(100)).isEqualTo(new OrderBook.Placed("s1.a-1", 1));
    assertThat(book.place(50)).isEqualTo(new OrderBook.Placed("s1.a-2", 2));

    assertThat(book.summary()).containsEntry("count", 2).containsEntry("sum", 150L);
    assertThat(book.total("s1.a-2")).isEqualTo(50);
    assertThat(book.total("s2.a-1")).isNull();
  }

  @Test
  void resumeJoinsTwoBooksAndIsIdempotent() {
    OrderBook other = new OrderBook("s2.a", Duration.ZERO);
    book.place(100);
    other.place(7);

    other.resume(book.capture());
    other.resume(book.capture());

    assertThat(other.all()).containsOnlyKeys("s2.a-1", "s1.a-1");
    assertThat(other.summary()).containsEntry("sum", 107L);
  }

  @Test
  void refusesOrdersWhilePausedAndTakesThemAfterwards() {
    book.pause(Duration.ofSeconds(1));
    byte[] captured = book.capture();

    assertThatThrownBy(() -> book.place(1)).isInstanceOf(OrderBook.ClosedException.class);
    assertThat(book.capture()).isEqualTo(captured);

    book.resumeUnchanged();
    assertThat(book.place(1).count()).isEqualTo(1);
  }

  @Test
  void anOrderWaitsForAPauseToEnd() {
    OrderBook patient = new OrderBook("s1.a", Duration.ofSeconds(30));
    patient.pause(Duration.ofSeconds(1));

    CompletableFuture<OrderBook.Placed> order =
        CompletableFuture.supplyAsync(() -> patient.place(1));
    patient.resumeUnchanged();

    assertThat(order.join().count()).isEqualTo(1);
  }

  @Test
  void refusesBytesThatAreNoOrderBook() {
    book.place(5);
    byte[] cut = Arrays.copyOf(book.capture(), book.capture().length - 1);
    OrderBook other = new OrderBook("s2.a", Duration.ofMillis(20));
    other.pause(Duration.ofSeconds(1));

    assertThatThrownBy(() -> other.resume(cut)).hasMessage("no captured order book");

    assertThat(other.all()).isEmpty();
    assertThatThrownBy(() -> other.place(1)).isInstanceOf(OrderBook.ClosedException.class);
  }
}
