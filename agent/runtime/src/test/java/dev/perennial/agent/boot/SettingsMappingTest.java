package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.duplex.DuplexSettings;
import dev.perennial.agent.duplex.UnmovablePolicy;
import dev.perennial.agent.settings.Settings;
import dev.perennial.agent.settings.Sources;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsMappingTest {
  private static DuplexSettings duplex(String args) {
    return SettingsMapping.duplex(Settings.read(new Sources(args, new Properties(), Map.of())));
  }

  @Test
  void theDefaultsOfADuplexingAreItsOwn() {
    assertThat(duplex("")).isEqualTo(DuplexSettings.defaults());
  }

  @Test
  void whatIsGivenForADuplexingIsTaken() {
    assertThat(duplex("hold.limit=1s,drain.limit=7s,unmovable=veto,unmovable.max=0.2"))
        .isEqualTo(
            new DuplexSettings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(7),
                DuplexSettings.defaults().callLimit(),
                new UnmovablePolicy(true, 0.2)));
  }
}
