package dev.perennial.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;

/** Settings from the agent's argument, properties and the environment. */
class SettingsFuzzTest {
  @FuzzTest
  void mistakesAreToldAndNothingIsThrown(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    Properties properties = new Properties();
    Key[] keys = Key.values();
    properties.setProperty(keys[data.length % keys.length].key(), text);

    Settings settings =
        Settings.read(new Sources(text, properties, Map.of("PERENNIAL_CLUSTER_MEMBERS", text)));

    assertThat(settings.mistakes()).doesNotContainNull();
  }
}
