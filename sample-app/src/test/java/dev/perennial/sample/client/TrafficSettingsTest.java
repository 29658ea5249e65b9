package dev.perennial.sample.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrafficSettingsTest {
  private final TrafficSettings settings = TrafficSettings.defaults();

  @Test
  void defaultsAreWhatTheDemoPromises() {
    assertThat(settings.sessions()).isGreaterThanOrEqualTo(500);
    assertThat(settings.requestsPerSecond()).isGreaterThanOrEqualTo(200);
  }

  @Test
  void eachKindOfClientIsThere() {
    IntStream all = IntStream.range(0, settings.sessions());
    assertThat(all.filter(settings::hasTwoTabs).count()).isEqualTo(52);
    all = IntStream.range(0, settings.sessions());
    assertThat(all.filter(settings::isMisrouted).count()).isBetween(80L, 90L);
    all = IntStream.range(0, settings.sessions());
    assertThat(all.filter(settings::hurries).count()).isBetween(50L, 80L);
  }

  @Test
  void thePeriodMakesTheRate() {
    TrafficSettings ten = new TrafficSettings(10, 5, Duration.ZERO, Duration.ZERO, 0);

    // Eleven tabs: one of the ten sessions has two.
    assertThat(ten.period()).isEqualTo(Duration.ofMillis(2_200));
  }

  @Test
  void noSessionsOrNoRequestsAreRefused() {
    assertThatThrownBy(() -> new TrafficSettings(0, 1, Duration.ZERO, Duration.ZERO, 0))
        .hasMessage("sessions=0 must be at least 1");
    assertThatThrownBy(() -> new TrafficSettings(1, 0, Duration.ZERO, Duration.ZERO, 0))
        .hasMessage("requestsPerSecond=0 must be at least 1");
  }
}
