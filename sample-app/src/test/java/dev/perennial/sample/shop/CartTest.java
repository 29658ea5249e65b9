package dev.perennial.sample.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CartTest {
  private final OrderBook book = new OrderBook("s1.a", Duration.ZERO);
  private final Cart cart = new Cart();

  @Test
  void anOrderTakesAllLines() {
    cart.add(new CartLine("cup", 2, 2_500, 11));
    cart.add(new CartLine("tin", 1, 890, 12));

    assertThat(cart.order(13, book)).containsEntry("total", 3_390L).containsEntry("version", 3L);
    assertThat(cart.lines()).isEmpty();
    assertThat(cart.orders()).containsEntry("s1.a-1", 3_390L);
    assertThat(book.total("s1.a-1")).isEqualTo(3_390);
  }

  @Test
  void anEmptyCartAndAPausedBookChangeNothing() {
    assertThatThrownBy(() -> cart.order(1, book)).hasMessage("the cart is empty");
    cart.add(new CartLine("cup", 1, 1_250, 2));
    book.pause(Duration.ofSeconds(1));

    assertThatThrownBy(() -> cart.order(3, book)).isInstanceOf(OrderBook.ClosedException.class);

    assertThat(cart.view()).containsEntry("version", 1L);
    assertThat(cart.lines()).hasSize(1);
  }

  @Test
  void survivesSerialization() throws Exception {
    cart.add(new CartLine("cup", 1, 1_250, 1));
    cart.order(2, book);
    cart.add(new CartLine("tin", 1, 890, 3));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(cart);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(((Cart) in.readObject()).view()).isEqualTo(cart.view());
    }
  }
}
