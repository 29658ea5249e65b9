package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Folders;
import dev.perennial.testing.cluster.FreePorts;
import dev.perennial.testing.cluster.Program;
import dev.perennial.testing.cluster.Tomcat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands of catalina.sh that start a JVM beside the server, with the server's JAVA_OPTS. */
@Timeout(600)
final class ContainerToolIT {
  @ParameterizedTest
  @ValueSource(strings = {"configtest", "version"})
  void aCommandBesideTheServerSaysNothingAndTouchesNoLog(String command) throws Exception {
    Path base = TestSetup.work().resolve("container-tool-" + command);
    Folders.delete(base);
    Tomcat tomcat = new Tomcat(TestSetup.tomcat("11"));
    tomcat.lay(base, FreePorts.next());
    List<String> all = new ArrayList<>(List.of(TestSetup.java().toString()));
    all.add(
        "-javaagent:"
            + TestSetup.agentJar()
            + "=server=s1,cluster.port="
            + FreePorts.next()
            + ",log.dir="
            + base.resolve("agent"));
    all.addAll(command.equals("version") ? version(tomcat) : tomcat.command(base));
    if (command.equals("configtest")) {
      all.set(all.size() - 1, command);
    }

    Program ended = Program.run(all, Map.of());

    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(ended.output().lines().filter(line -> line.startsWith("perennial:"))).isEmpty();
    assertThat(base.resolve("agent")).doesNotExist();
  }

  private static List<String> version(Tomcat tomcat) {
    return List.of(
        "-cp",
        tomcat.home().resolve("lib/catalina.jar").toString(),
        "org.apache.catalina.util.ServerInfo");
  }
}
