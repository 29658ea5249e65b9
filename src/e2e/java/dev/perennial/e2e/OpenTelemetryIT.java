package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Another agent that weaves the same classes, before ours and after it; and ours given twice. */
@Timeout(600)
final class OpenTelemetryIT {
  private static final Pattern WOVEN_OURS =
      Pattern.compile("Transformed \\S+ -- dev\\.perennial\\.agent\\.premain\\.RuntimeLoader@");
  private static final String SPAN = "LoggingSpanExporter - 'GET ";

  @Test
  void besideOpenTelemetryInEitherOrderAndGivenTwiceTheAgentWorksOnce() throws Exception {
    try (Cluster cluster = Clusters.of("open-telemetry", "11")) {
      Server before = cluster.add("s1", "primary");
      Server after = cluster.add("s2", "spare");
      String other = "-javaagent:" + TestSetup.library("opentelemetry-javaagent");
      before.jvmOptions.add(other);
      after.laterOptions.add(other);
      after.laterOptions.add("-javaagent:" + TestSetup.agentJar());
      for (Server server : cluster.servers()) {
        // Of its hundreds of instrumentations those that weave what ours does: it starts faster.
        server.laterOptions.add("-Dotel.instrumentation.common.default-enabled=false");
        server.laterOptions.add("-Dotel.instrumentation.tomcat.enabled=true");
        server.laterOptions.add("-Dotel.instrumentation.servlet.enabled=true");
        server.laterOptions.add("-Dotel.traces.exporter=console");
        server.laterOptions.add("-Dotel.bsp.schedule.delay=100");
        server.laterOptions.add("-Dotel.metrics.exporter=none");
        server.laterOptions.add("-Dotel.logs.exporter=none");
      }
      cluster.start();
      assertThat(cluster.attach(after)).contains("has the agent already");
      ExampleSession session = ExampleSession.open(before.httpPort);
      session.write(before.httpPort, "colour", "green");
      awaitSpans(before, 1);

      cluster.rejuvenate(before);
      session.expect(before.httpPort, "colour", "green");
      session.write(after.httpPort, "colour", "blue");
      cluster.rejuvenate(after);
      session.expect(after.httpPort, "colour", "blue");
      session.expect(before.httpPort, "colour", "blue");

      for (Server server : cluster.servers()) {
        assertThat(Http.get(server.httpPort, "/examples/index.html").status()).isEqualTo(200);
        awaitSpans(server, 2);
        assertThat(count(server.agentLog(), "the agent has started, from")).isEqualTo(2);
        assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
      }
      assertThat(count(after.agentLog(), "in this JVM already; once is enough")).isEqualTo(2);
    }
  }

  /** What it has woven it says; without the option that is much of ours. */
  @Test
  @Tag("full")
  void theOptionThatReadmeNamesKeepsItFromOurOwnClasses() throws Exception {
    try (Cluster cluster = Clusters.of("open-telemetry-excluded", "11")) {
      Server woven = cluster.add("s1", "primary");
      Server spared = cluster.add("s2", "primary");
      spared.jvmOptions.add(optionOfReadme());
      for (Server server : cluster.servers()) {
        PlainServer.in(server);
        server.jvmOptions.add("-javaagent:" + TestSetup.library("opentelemetry-javaagent"));
        server.jvmOptions.add("-Dotel.javaagent.debug=true");
        server.jvmOptions.add("-Dotel.traces.exporter=none");
        server.jvmOptions.add("-Dotel.metrics.exporter=none");
        server.jvmOptions.add("-Dotel.logs.exporter=none");
        cluster.start(server);
      }
      for (Server server : cluster.servers()) {
        cluster.awaitStage(server, "IN_SERVICE");
      }

      assertThat(Files.readString(woven.log())).containsPattern(WOVEN_OURS);
      assertThat(Files.readString(spared.log()))
          .contains("Transformed ")
          .doesNotContainPattern(WOVEN_OURS);
    }
  }

  private static String optionOfReadme() throws Exception {
    Matcher option =
        Pattern.compile("`(-Dotel\\.javaagent\\.exclude-class-loaders=[^`]+)`")
            .matcher(Files.readString(Path.of("../../README.md")));
    assertThat(option.find()).isTrue();
    return option.group(1);
  }

  /** Waits until the other agent has seen a request in each of so many lives of a server. */
  private static void awaitSpans(Server server, int lives) {
    Awaitility.await("spans of " + lives + " lives in " + server.log())
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              String[] said =
                  Files.readString(server.log()).split("opentelemetry-javaagent - version", -1);
              for (int life = 1; life <= lives; life++) {
                if (said.length <= life || !said[life].contains(SPAN)) {
                  return false;
                }
              }
              return said.length == lives + 1;
            });
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
