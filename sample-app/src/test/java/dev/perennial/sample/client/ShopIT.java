package dev.perennial.sample.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.sample.json.Json;
import org.junit.jupiter.api.Test;

class ShopIT {
  @Test
  void answersAsAShopDoes() throws Exception {
    try (ServedShop shop = new ServedShop("s1")) {
      shop.awaitOpen();

      Json health = Json.parse(shop.get("/health").body());
      assertThat(health.get("pid").number(0)).isEqualTo(shop.pid());
      assertThat(health.get("startMillis").number(0)).isPositive();
      assertThat(health.get("heapUsedBytes").number(0)).isPositive();

      HttpAnswer page = shop.get("/");
      assertThat(page.body()).contains("Tea shop", "Bamboo whisk", "Empty.");
      String cookie = "JSESSIONID=" + page.cookie("JSESSIONID").orElseThrow();
      HttpAnswer bought = shop.send(HttpRequest.post("/", "article=cup", cookie));
      assertThat(bought.status()).isEqualTo(303);
      assertThat(shop.send(HttpRequest.get("/", cookie)).body()).contains("1 × Cup", "12.50 €");

      assertThat(shop.get("/nowhere").status()).isEqualTo(404);
      HttpAnswer refused = shop.send(HttpRequest.post("/cart", "article=car", cookie));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.body()).contains("article=car is not sold here");
      assertThat(shop.send(HttpRequest.post("/orders", "write=1", null)).status()).isEqualTo(409);

      HttpAnswer fault = shop.send(HttpRequest.post("/admin/fault?kind=heap&rate=10", "", null));
      assertThat(fault.body()).contains("\"heap\":\"10 KiB a second\"");
      assertThat(shop.send(HttpRequest.post("/admin/fault?kind=x", "", null)).status())
          .isEqualTo(400);
    }
  }
}
