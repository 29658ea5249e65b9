package dev.perennial.sample.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.testing.http.HttpAnswer;
import dev.perennial.testing.http.HttpRequest;
import org.junit.jupiter.api.Test;

class ShopIT {
  @Test
  void answersAsAShopDoes() throws Exception {
    try (ServedShop shop = new ServedShop("s1")) {
      shop.awaitOpen();

      JsonNode health = shop.get("/health").json();
      assertThat(health.path("pid").asLong()).isEqualTo(shop.pid());
      assertThat(health.path("startMillis").asLong()).isPositive();
      assertThat(health.path("heapUsedBytes").asLong()).isPositive();

      HttpAnswer page = shop.get("/");
      assertThat(page.body()).contains("Tea shop", "Bamboo whisk", "Empty.");
      String cookie = "Cookie: JSESSIONID=" + page.cookie("JSESSIONID").orElseThrow();
      HttpAnswer bought = shop.send(HttpRequest.post("/", "article=cup", cookie));
      assertThat(bought.status()).isEqualTo(303);
      assertThat(shop.send(HttpRequest.get("/", cookie)).body()).contains("1 × Cup", "12.50 €");

      assertThat(shop.get("/nowhere").status()).isEqualTo(404);
      HttpAnswer refused = shop.send(HttpRequest.post("/cart", "article=car", cookie));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.body()).contains("article=car is not sold here");
      assertThat(shop.send(HttpRequest.post("/orders", "write=1")).status()).isEqualTo(409);

      HttpAnswer fault = shop.send(HttpRequest.post("/admin/fault?kind=heap&rate=10", ""));
      assertThat(fault.body()).contains("\"heap\":\"10 KiB a second\"");
      assertThat(shop.send(HttpRequest.post("/admin/fault?kind=x", "")).status()).isEqualTo(400);
    }
  }
}
