package dev.perennial.agent.premain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerToolsTest {
  private final ContainerTools tools =
      new ContainerTools(Set.of("org.shop.Server check", "org.shop.Server stop", "org.shop.Info"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.shop.Server check",
        "org.shop.Server -config conf/other.xml check",
        "org.shop.Server stop",
        "org.shop.Info",
        "org.shop.Info -server org.shop.Realm x",
      })
  void standsBesideTheServer(String command) {
    assertThat(tools.isTool(command)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "org.shop.Server start",
        "org.shop.Server -config stop start",
        "org.shop.Server",
        "org.shop.Main check",
      })
  void isAServer(String command) {
    assertThat(tools.isTool(command)).isFalse();
  }
}
