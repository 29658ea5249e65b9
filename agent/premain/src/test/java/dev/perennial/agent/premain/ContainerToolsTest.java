package dev.perennial.agent.premain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerToolsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.catalina.startup.Bootstrap configtest",
        "org.apache.catalina.startup.Bootstrap -config conf/other.xml configtest",
        "org.apache.catalina.startup.Bootstrap stop",
        "org.apache.catalina.util.ServerInfo",
        "org.apache.catalina.startup.Tool -server org.apache.catalina.realm.RealmBase x",
      })
  void standsBesideTheServer(String command) {
    assertThat(ContainerTools.isTool(command)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "org.apache.catalina.startup.Bootstrap start",
        "org.apache.catalina.startup.Bootstrap -config stop start",
        "org.apache.catalina.startup.Bootstrap",
        "org.shop.Main configtest",
      })
  void isAServer(String command) {
    assertThat(ContainerTools.isTool(command)).isFalse();
  }
}
