package dev.perennial.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoClusterTest {
  @TempDir Path folder;

  @Test
  void theAgentIsToldItsNameItsPlaceAndEachChangedSetting() throws IOException {
    DemoCluster cluster = cluster("--mode", "active-active");
    Server first = cluster.server("s1");
    List<String> command = cluster.command(first);

    String agent =
        command.stream().filter(a -> a.startsWith("-javaagent:")).findFirst().orElseThrow();
    assertThat(agent)
        .startsWith("-javaagent:/agent.jar=")
        .contains("server=s1", "role=primary", "mode=active-active", "action=automatic")
        .contains("127.0.0.1:" + first.clusterPort + ";127.0.0.1:")
        .contains("http.port=" + first.agentPort);
    for (ChangedSetting setting : ChangedSetting.all(1)) {
      assertThat(agent).contains("," + setting.key() + "=" + setting.value());
    }
    assertThat(command)
        .contains("-Dshop.port=" + first.httpPort)
        .contains("-Dcom.sun.management.jmxremote.port=" + first.jmxPort);
    String secret = first.environment.get("PERENNIAL_SECRET");
    assertThat(secret)
        .hasSize(48)
        .isEqualTo(cluster.server("s3").environment.get("PERENNIAL_SECRET"));
    assertThat(command).noneMatch(a -> a.contains(secret));
  }

  @Test
  void theControlRunHasNoAgent() throws IOException {
    assertThat(command("--without-agent")).noneMatch(a -> a.startsWith("-javaagent:"));
  }

  @Test
  void sabotageReachesTheServers() throws IOException {
    assertThat(command("--sabotage", "lost-part")).contains("-Dtesting.fault=lost-part");
    assertThat(command()).noneMatch(a -> a.startsWith("-Dtesting."));
  }

  @Test
  void aChangedSettingIsPrintedWithItsDefault() {
    assertThat(ChangedSetting.all(1).get(0))
        .hasToString("perennial.hold-time=10s (default 5m): how long a limit must be exceeded");
  }

  private List<String> command(String... options) throws IOException {
    DemoCluster cluster = cluster(options);
    return cluster.command(cluster.server("s1"));
  }

  private DemoCluster cluster(String... options) throws IOException {
    return new DemoCluster(
        DemoOptions.parse(List.of(options)), Path.of("/agent.jar"), folder.toAbsolutePath());
  }
}
