package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.FreePorts;
import dev.perennial.testing.cluster.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An agent that JAVA_TOOL_OPTIONS brings to every JVM of a machine leaves the JDK's tools alone.
 */
@Timeout(600)
@Tag("jvm")
final class JdkToolIT {
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"jcmd -l", "jar --version", "javac -version", "keytool -help"})
  void aToolOfTheJdkRunsWithoutTheAgentAndSaysSo(String tool) throws Exception {
    List<String> command = new ArrayList<>(List.of(tool.split(" ")));
    command.set(0, TestSetup.java().resolveSibling(command.get(0)).toString());
    int port = FreePorts.next();

    Program ended =
        Program.run(
            command,
            Map.of(
                "JAVA_TOOL_OPTIONS",
                "-javaagent:" + TestSetup.agentJar() + "=server=s1,cluster.port=" + port));

    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(ended.output().lines().filter(l -> l.startsWith("perennial:")))
        .containsExactly(
            "perennial: not started in a JDK tool; -Dperennial.enabled=true starts it there too"
                + " (the application runs on without the agent)");
  }
}
