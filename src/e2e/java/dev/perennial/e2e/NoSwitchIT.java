package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import dev.perennial.testing.http.HttpAnswer;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Servers that cannot be switched over or restarted, each for a reason of its own, in one cluster
 * with a spare that could take their place: each is told what is wrong, and serves on.
 */
@Timeout(600)
final class NoSwitchIT {
  private static Cluster cluster;
  private static Server unsupported;
  private static Server unwell;
  private static Server elsewhere;
  private static Server unwritable;

  @BeforeAll
  static void start() throws Exception {
    cluster = Clusters.of("no-switch", "11");
    unsupported = cluster.add("unsupported", "primary");
    PlainServer.in(unsupported);
    unsupported.settings.put("perennial.action", "automatic");
    unsupported.settings.put("perennial.max-uptime", "1s");
    unsupported.settings.put("perennial.hold-time", "0ms");
    unsupported.settings.put("perennial.min-uptime", "0ms");
    unwell = cluster.add("unwell", "primary");
    unwell.settings.put("perennial.app.health.status", "204");
    elsewhere = cluster.add("elsewhere", "primary");
    elsewhere.jvmOptions.add("-Dos.name=Plan 9");
    unwritable = cluster.add("unwritable", "spare");
    // Nobody can write there, not even root.
    unwritable.jvmOptions.add("-Djava.io.tmpdir=/proc");
    unwritable.settings.put("perennial.log.dir", "");
    try {
      for (Server server : cluster.servers()) {
        cluster.start(server);
      }
      for (Server server : cluster.servers()) {
        cluster.awaitHttp(server);
      }
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @Test
  void anUnsupportedContainerIsNeverSwitchedNorRestarted() throws Exception {
    Object started = unsupported.startTime();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> "UNSTABLE".equals(unsupported.attribute(Server.SERVER_BEAN, "Verdict")));
    cluster.awaitSaid("unsupported cannot be switched over: its container is not recognised");
    awaitLog(unsupported, "there is no container here so far that the agent knows; known are");
    assertThat((String) unsupported.call(Server.SERVER_BEAN, "checkMove"))
        .contains("no container is recognised here, so nothing can be moved");

    unsupported.call(Server.SERVER_BEAN, "rejuvenate");

    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> "REJUVENATE".equals(unsupported.attribute(Server.SERVER_BEAN, "Order")));
    assertThat(unsupported.attribute(Server.SERVER_BEAN, "Stage")).isEqualTo("IN_SERVICE");
    assertThat(unsupported.startTime()).isEqualTo(started);
    assertThat(Http.get(unsupported.httpPort, "/").body()).isEqualTo("plain");
  }

  @Test
  void whyAnApplicationIsNotReadyIsSaidOnceAndTheApplicationServes() throws Exception {
    String why = "the application does not answer (its answer is 200)";
    awaitLog(unwell, why);
    assertThat(Files.readString(unwell.log())).as("the error stream").containsOnlyOnce(why);
    assertThat(unwell.attribute(Server.SERVER_BEAN, "Stage")).isEqualTo("JOINING");
    HttpAnswer ready = Http.get(unwell.agentPort, "/ready");
    assertThat(ready.status()).isEqualTo(HttpURLConnection.HTTP_UNAVAILABLE);
    assertThat(ready.body()).contains("the application does not answer: its answer is 200");
    serves(unwell);
  }

  /** Only the agent's own decision is shown: the JDK beneath is that of Linux. */
  @Test
  void withoutLinuxItIsSaidThatThereIsNoRestartInPlace() throws Exception {
    awaitLog(elsewhere, "the operating system is Plan 9, a restart in place needs Linux");
    assertThat(elsewhere.agentLog())
        .contains("perennial.restart=exec: this server is never restarted")
        .contains("where somebody does, set perennial.restart=exit");
    assertThat((String) elsewhere.call(Server.SERVER_BEAN, "checkMove"))
        .contains("restart: the operating system is Plan 9");
    serves(elsewhere);
  }

  @Test
  void aTemporaryFolderThatCannotBeWrittenIsNamedAndRefusesTheRejuvenation() throws Exception {
    awaitLog(unwritable, "cannot write a log in /proc/");
    assertThat(unwritable.agentLog()).contains("perennial.log.dir names another");
    cluster.awaitStage(unwritable, "IN_SERVICE");
    assertThatThrownBy(() -> unwritable.call(Server.SERVER_BEAN, "rejuvenate"))
        .hasMessageContaining("rejuvenate is refused")
        .hasMessageContaining("perennial.log.dir");
    serves(unwritable);
  }

  private static void serves(Server server) throws Exception {
    ExampleSession session = ExampleSession.open(server.httpPort);
    session.write(server.httpPort, "colour", "green");
    session.expect(server.httpPort, "colour", "green");
  }

  private static void awaitLog(Server server, String words) {
    Awaitility.await("\"" + words + "\" in the log of " + server.base)
        .atMost(Duration.ofMinutes(1))
        .until(() -> server.agentLog().contains(words));
  }
}
