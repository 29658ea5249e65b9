package dev.perennial.sample.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TrafficIT {
  private static final TrafficSettings SETTINGS =
      new TrafficSettings(100, 200, Duration.ofSeconds(20), Duration.ofMillis(50), 300);

  @Test
  void nothingFailsOnAHealthyServer() throws Exception {
    try (ServedShop shop = new ServedShop("s1")) {
      shop.awaitOpen();
      try (Traffic traffic = new Traffic(SETTINGS, List.of(shop.endpoint))) {
        traffic.misroute("s1");
        traffic.start();
        awaitRequests(traffic, 500);
        traffic.hurry(true);
        awaitRequests(traffic, 1_000);
        traffic.hurry(false);
        traffic.audit();

        assertThat(traffic.examples(5)).isEmpty();
        assertThat(traffic.figures().flawless()).isTrue();
      }
    }
  }

  @Test
  void aKilledServerIsNoticed() throws Exception {
    try (ServedShop first = new ServedShop("s1");
        ServedShop second = new ServedShop("s2")) {
      first.awaitOpen();
      second.awaitOpen();
      try (Traffic traffic = new Traffic(SETTINGS, List.of(first.endpoint, second.endpoint))) {
        traffic.misroute("s1");
        traffic.start();
        awaitRequests(traffic, 500);
        first.kill();
        awaitRequests(traffic, 1_000);
        traffic.audit();

        Figures figures = traffic.figures();
        assertThat(figures.failed()).as("failed").isPositive();
        assertThat(figures.stale()).as("stale").isPositive();
        assertThat(figures.lost()).as("lost").isPositive();
        assertThat(traffic.examples(5)).isNotEmpty();
      }
    }
  }

  private static void awaitRequests(Traffic traffic, long requests) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> traffic.figures().requests() >= requests);
  }
}
