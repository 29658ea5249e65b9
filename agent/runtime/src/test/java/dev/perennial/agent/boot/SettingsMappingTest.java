package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.agent.duplex.DuplexSettings;
import dev.perennial.agent.duplex.UnmovablePolicy;
import dev.perennial.agent.settings.Settings;
import dev.perennial.agent.settings.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          cluster.truststore=/x, perennial.cluster.keystore: is needed with perennial.cluster.truststore
          cluster.certificates=required, perennial.cluster.keystore: is needed with perennial.cluster.certificates
          cluster.keystore.password-file=/x, keystore: is needed with perennial.cluster.keystore.password-file
          cluster.keystore=/x, perennial.cluster.keystore.password-file: is needed with
          'cluster.keystore=/x,cluster.keystore.password-file=/y', password-file: /y cannot be read
          """)
  void aCertificateNeedsAllOfItsFiles(String args, String mistake, @TempDir Path folder)
      throws IOException {
    Path secret = folder.resolve("secret");
    Files.writeString(secret, "hR4vQm2xLr8wZt6yNc1pKd5s");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Settings settings =
        Settings.read(new Sources(args + ",secret.file=" + secret, new Properties(), Map.of()));

    assertThatThrownBy(() -> SettingsMapping.cluster(settings, "s1", false))
        .hasMessageContaining(mistake);
  }
}
