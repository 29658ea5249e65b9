package dev.perennial.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScaleTest {
  @Test
  void theStandardIsWhatTheDemoPromises() {
    Scale standard = Scale.standard(1);

    assertThat(standard.text()).isEmpty();
    assertThat(standard.traffic().sessions()).isGreaterThanOrEqualTo(500);
    assertThat(standard.traffic().requestsPerSecond()).isGreaterThanOrEqualTo(200);
    assertThat(standard.settings()).isEqualTo(ChangedSetting.all(1));
  }

  @Test
  void aQuickRunSaysWhatItLeavesOut() {
    assertThat(Scale.quick(1).text())
        .contains("120 sessions", "100 requests/s")
        .contains(Scale.quick(1).heapMib() + " MiB");
    assertThat(Scale.tiny(1).text())
        .contains("60 sessions", "60 requests/s")
        .contains(Scale.tiny(1).heapMib() + " MiB");
  }

  @Test
  void theLeakSlowsDownWithTimeAndVerdict() {
    Scale.Leak leak = new Scale.Leak(1_024, 10, 500, 100);

    assertThat(leak.rate("", Duration.ofSeconds(5))).isEqualTo(1_024);
    assertThat(leak.rate("STABLE", Duration.ofSeconds(11))).isEqualTo(500);
    assertThat(leak.rate("SUSPECT", Duration.ofSeconds(5))).isEqualTo(500);
    assertThat(leak.rate("UNSTABLE", Duration.ofSeconds(5))).isEqualTo(100);
  }
}
