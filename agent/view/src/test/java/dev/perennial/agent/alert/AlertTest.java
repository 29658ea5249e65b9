package dev.perennial.agent.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AlertTest {
  @Test
  void itIsOneLineOfJsonWhateverIsInIt() {
    Alert alert =
        new Alert(
            Instant.parse("2026-11-23T12:00:00Z"),
            "shop",
            "s1",
            "FLOOR",
            Alert.State.HOLDS,
            "a \"b\" \\ c\n\u00fc");

    assertThat(alert.json())
        .isEqualTo(
            "{\"at\":\"2026-11-23T12:00:00Z\",\"cluster\":\"shop\",\"server\":\"s1\",\"kind\":\"FLOOR\","
                + "\"state\":\"holds\",\"text\":\"a \\\"b\\\" \\\\ c\\u000a\\u00fc\"}");
  }
}
