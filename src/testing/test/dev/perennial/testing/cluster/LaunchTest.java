package dev.perennial.testing.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchTest {
  private final Launch launch = new Launch(Path.of("/java"), Path.of("/agent.jar"));
  private final Server first = new Server("s1", Path.of("/work/s1"));
  private final Server second = new Server("s2", Path.of("/work/s2"));

  @Test
  void eachPartOfTheCommandHasItsPlace() {
    first.launcher.add("nice");
    first.jvmOptions.add("-Xmx64m");
    first.laterOptions.add("-javaagent:/other.jar");

    List<String> command =
        launch.command(first, List.of("-Xmx256m"), "server=s1", List.of("-cp", "x", "Main"));

    assertThat(command)
        .startsWith(
            "nice",
            "/java",
            "-Xmx256m",
            "-Djava.io.tmpdir=/work/s1/temp",
            "-Xmx64m",
            "-javaagent:/agent.jar=server=s1",
            "-javaagent:/other.jar")
        .containsAll(first.jmxOptions())
        .endsWith("-cp", "x", "Main");
    first.withAgent = false;
    assertThat(launch.command(first, List.of(), "", List.of()))
        .noneMatch(a -> a.contains("/agent.jar"));
  }

  @Test
  void aServersSettingsCountMoreThanTheClustersAndThoseMoreThanItsPlace() {
    first.settings.put("perennial.role", "spare");
    Map<String, String> common =
        Map.of("perennial.role", "primary", "perennial.http.port", "0", "perennial.mode", "x");

    List<String> arguments =
        List.of(launch.arguments(first, common, List.of(first, second)).split(","));

    assertThat(arguments)
        .contains(
            "role=spare",
            "mode=x",
            "http.port=0",
            "http.bind=127.0.0.1",
            "cluster.bind=127.0.0.1",
            "cluster.port=" + first.clusterPort,
            "log.dir=/work/s1/agent",
            "cluster.members=127.0.0.1:" + first.clusterPort + ";127.0.0.1:" + second.clusterPort)
        .doesNotHaveDuplicates();
  }
}
