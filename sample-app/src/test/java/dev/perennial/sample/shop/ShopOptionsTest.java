package dev.perennial.sample.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ShopOptionsTest {
  @Test
  void defaults() {
    assertThat(ShopOptions.of(p -> null)).isEqualTo(new ShopOptions("shop", "127.0.0.1", 8080));
  }

  @Test
  void readsEachProperty() {
    Map<String, String> set =
        Map.of("shop.name", "s1", "shop.address", "127.0.0.2", "shop.port", "99");

    assertThat(ShopOptions.of(set::get)).isEqualTo(new ShopOptions("s1", "127.0.0.2", 99));
  }

  @Test
  void badValuesAreRefusedWithWhatIsAllowed() {
    for (String port : new String[] {"x", "-1", "65536"}) {
      assertThatThrownBy(() -> ShopOptions.of(Map.of("shop.port", port)::get))
          .hasMessageContaining("shop.port=" + port)
          .hasMessageContaining("between 0 and 65535");
    }
    assertThatThrownBy(() -> ShopOptions.of(Map.of("shop.name", " ")::get))
        .hasMessage("shop.name must not be blank");
  }
}
