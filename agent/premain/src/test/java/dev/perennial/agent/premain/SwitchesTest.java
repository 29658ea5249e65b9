package dev.perennial.agent.premain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwitchesTest {
  @TempDir Path directory;
  private final Properties properties = new Properties();

  @Test
  void neitherOnNorOffUnlessSaid() {
    Switches switches = Switches.read(null, properties, Map.of());

    assertThat(switches.isOff()).isFalse();
    assertThat(switches.isOnExplicitly()).isFalse();
  }

  @Test
  void theArgumentComesBeforeThePropertyAndThatBeforeTheEnvironment() throws IOException {
    Path file = Files.writeString(directory.resolve("p"), "perennial.enabled=false\n");
    String config = "server=a, config=" + file;
    Map<String, String> environment = Map.of("PERENNIAL_ENABLED", "true");

    assertThat(Switches.read(config, properties, Map.of()).isOff()).isTrue();
    assertThat(Switches.read(config, properties, environment).isOff()).isFalse();
    properties.setProperty("perennial.enabled", "false");
    assertThat(Switches.read(config, properties, environment).isOff()).isTrue();
    assertThat(Switches.read("perennial.enabled=true", properties, environment).isOnExplicitly())
        .isTrue();
  }

  @Test
  void aFileThatCannotBeReadChangesNothing() {
    assertThat(Switches.read("config=/none/such", properties, Map.of()).isOff()).isFalse();
  }
}
