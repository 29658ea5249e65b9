package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a Tomcat logs over start, judgement, hand-over, restart and orderly stop is what it logs
 * without the agent: the agent's own looks are in no access log, and nothing that it does makes
 * Tomcat warn.
 */
@Timeout(900)
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
final class QuietLogsIT {
  /** Said or not, as the machine has time. */
  private static final String SLOW_START = "Creation of SecureRandom instance";

  /** What is another in each life: the time, and the numbers of threads. */
  private static final Pattern CHANGING = Pattern.compile("^\\S+ \\S+ |\\d+");

  private static final Pattern CLIENT = Pattern.compile("\"(GET|POST) /examples/\\S+ HTTP/1.1\"");

  @ParameterizedTest
  @ValueSource(strings = {"9", "10", "11"})
  void nothingOfTheAgentsIsInTheApplicationsLogs(String tomcat) throws Exception {
    try (Cluster cluster = Clusters.of("quiet-logs", tomcat)) {
      Server control = cluster.add("control", "primary");
      control.withAgent = false;
      Server aging = cluster.add("s1", "primary");
      Server spare = cluster.add("s2", "spare");
      for (Server server : cluster.servers()) {
        // As catalina.sh has it.
        server.jvmOptions.add(
            "-Djava.util.logging.config.file=" + server.base.resolve("conf/logging.properties"));
      }
      cluster.start();
      ExampleSession.open(control.httpPort).write(control.httpPort, "colour", "blue");
      stop(control);
      ExampleSession session = ExampleSession.open(aging.httpPort);
      session.write(aging.httpPort, "colour", "green");

      cluster.rejuvenate(aging);
      session.expect(aging.httpPort, "colour", "green");
      session.write(spare.httpPort, "colour", "red");
      stop(spare);
      session.expect(aging.httpPort, "colour", "red");
      stop(aging);

      assertThat(spare.agentLog()).contains("leaves the cluster");
      Set<String> usual = warnings(control);
      for (Server server : List.of(aging, spare)) {
        assertThat(warnings(server)).as("of %s", server.base).isSubsetOf(usual);
        List<String> accesses = accesses(server);
        assertThat(accesses).isNotEmpty().allMatch(line -> CLIENT.matcher(line).find());
      }
    }
  }

  private static void stop(Server server) throws InterruptedException {
    server.process().destroy();
    assertThat(server.process().waitFor(2, TimeUnit.MINUTES)).isTrue();
  }

  private static List<String> accesses(Server server) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : logs(server, "localhost_access_log")) {
      lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
    }
    return lines;
  }

  /** Returns the lines of a level above INFO, without time and numbers. */
  private static Set<String> warnings(Server server) throws IOException {
    Set<String> lines = new TreeSet<>();
    for (String name : List.of("catalina", "localhost.")) {
      for (Path file : logs(server, name)) {
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
          boolean warns = line.contains(" WARNING [") || line.contains(" SEVERE [");
          if (warns && !line.contains(SLOW_START)) {
            lines.add(CHANGING.matcher(line).replaceAll(""));
          }
        }
      }
    }
    return lines;
  }

  private static List<Path> logs(Server server, String name) throws IOException {
    try (Stream<Path> files = Files.list(server.base.resolve("logs"))) {
      return files.filter(file -> file.getFileName().toString().startsWith(name)).toList();
    }
  }
}
