package dev.perennial.coordinator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenanceWindowsTest {
  /** 2026-11-23 is a Monday. */
  @ParameterizedTest
  @CsvSource({
    "22:00-06:00, 2026-11-23T21:59, 1",
    "22:00-06:00, 2026-11-23T22:00, 0",
    "22:00-06:00, 2026-11-23T05:59, 0",
    "22:00-06:00, 2026-11-23T06:00, 960",
    "Mon 22:00-06:00, 2026-11-24T05:00, 0",
    "Mon 22:00-06:00, 2026-11-23T05:00, 1020",
    "Sun 22:00-06:00, 2026-11-23T05:59, 0",
    "Sun 22:00-06:00, 2026-11-23T06:00, 9600",
    "Mon-Fri 01:30-04:00, 2026-11-27T01:30, 0",
    "Mon-Fri 01:30-04:00, 2026-11-27T04:00, 4170",
    "Sat-Sun 00:00-24:00, 2026-11-29T23:59, 0",
    "Sat-Sun 00:00-24:00, 2026-11-30T00:00, 7200",
    "Sat-Mon 03:00-04:00, 2026-11-23T03:30, 0",
    "Sat-Mon 03:00-04:00, 2026-11-24T03:30, 5730",
    "Tue 10:00-11:00; Thu 10:00-11:00, 2026-11-24T11:00, 2820",
    "sun 1:00 - 2:00, 2026-11-29T01:15, 0",
    "00:00-24:00, 2026-11-25T12:00, 0",
  })
  void aWindowOpensInSoManyMinutes(String windows, LocalDateTime at, long minutes) {
    assertThat(MaintenanceWindows.parse(windows).untilOpen(at))
        .isEqualTo(Duration.ofMinutes(minutes));
  }

  @Test
  void secondsCount() {
    assertThat(
            MaintenanceWindows.parse("22:00-23:00")
                .untilOpen(LocalDateTime.parse("2026-11-23T21:59:40")))
        .isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void withoutAnyItIsAlwaysOpen() {
    assertThat(MaintenanceWindows.always().untilOpen(LocalDateTime.parse("2026-11-23T12:00")))
        .isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "night",
        "22-06",
        "25:00-26:00",
        "24:01-25:00",
        "10:00-10:00",
        "Mon,Tue 1:00-2:00",
        "Mon-Fri",
        "1:00-2:00;",
        "Montag 1:00-2:00"
      })
  void whatIsNoWindowIsRefused(String text) {
    assertThatThrownBy(() -> MaintenanceWindows.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
