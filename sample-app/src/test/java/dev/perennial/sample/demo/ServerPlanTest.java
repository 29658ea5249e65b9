package dev.perennial.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerPlanTest {
  private final ServerPlan first = new ServerPlan("s1", "primary", 1, 2, 3, 4, Path.of("/demo/s1"));
  private final ServerPlan second =
      new ServerPlan("s2", "spare", 11, 12, 13, 14, Path.of("/demo/s2"));

  @Test
  void theAgentIsToldItsNameItsPlaceAndEachChangedSetting() {
    List<String> command = command("--mode", "active-active");

    String agent =
        command.stream().filter(a -> a.startsWith("-javaagent:")).findFirst().orElseThrow();
    assertThat(agent)
        .startsWith("-javaagent:/agent.jar=server=s1,role=primary,mode=active-active,")
        .contains("action=automatic", "cluster.members=127.0.0.1:3;127.0.0.1:13", "http.port=2");
    for (ChangedSetting setting : ChangedSetting.all(1)) {
      assertThat(agent).contains("," + setting.key() + "=" + setting.value());
    }
    assertThat(command).contains("-Dshop.port=1", "-Dcom.sun.management.jmxremote.port=4");
    assertThat(command).noneMatch(a -> a.contains("secret"));
  }

  @Test
  void theControlRunHasNoAgent() {
    assertThat(command("--without-agent")).noneMatch(a -> a.contains("agent"));
  }

  @Test
  void sabotageReachesTheServers() {
    assertThat(command("--sabotage", "lost-part")).contains("-Dperennial.agent.sabotage=lost-part");
    assertThat(command()).noneMatch(a -> a.contains("sabotage"));
  }

  @Test
  void aChangedSettingIsPrintedWithItsDefault() {
    assertThat(ChangedSetting.all(1).get(0))
        .hasToString("perennial.hold-time=10s (default 5m): how long a limit must be exceeded");
  }

  private List<String> command(String... options) {
    return first.command(
        Path.of("/java"),
        Path.of("/agent.jar"),
        "cp",
        DemoOptions.parse(List.of(options)),
        List.of(first, second));
  }
}
