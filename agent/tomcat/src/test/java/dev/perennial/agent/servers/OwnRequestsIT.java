package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.coordinator.roster.Report.Duplexing;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests for one server alone, while all of its sessions are at its successor. */
class OwnRequestsIT {
  private static final String[] APPLICATIONS = {
    "", "/shop", "/manager manager=yes", "/managers", "/actuators"
  };

  @TempDir Path folder;

  private RoutingServer a;
  private RoutingServer b;

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  private static String answer(int port, String target, String... headers) throws Exception {
    RawClient.Answer answer = RawClient.get(port, target + "?server=", headers);
    assertThat(answer.status()).as(target).startsWith("HTTP/1.1 200");
    return answer.value("server");
  }

  /** Asks for a shutdown, say. */
  private static String post(int port, String target, String header) throws Exception {
    try (RawClient client = new RawClient(port)) {
      return client.send("POST", target + "?server=", header, "Content-Length: 0").value("server");
    }
  }

  private void handOver(TomcatVersion version) {
    a = new RoutingServer(version, "A", folder, APPLICATIONS);
    b = new RoutingServer(version, "B", folder, APPLICATIONS);
    a.joins(b);
  }

  private void switchOver() {
    a.duplexer.duplex(1, "B");
    await().atMost(Duration.ofSeconds(60)).until(() -> state() == State.IN_SYNC);
    a.duplexer.switchOver(1, 7);
    await().atMost(Duration.ofSeconds(60)).until(() -> state() == State.DONE);
  }

  private State state() {
    Duplexing progress = a.duplexer.progress();
    return progress == null ? null : progress.state();
  }

  @ParameterizedTest
  @EnumSource
  void reachThatServerAndAllOthersTheSuccessor(TomcatVersion version) throws Exception {
    handOver(version);
    int port = a.tomcat.port();
    String id = RawClient.get(port, "/shop/session?do=make").value("id");
    String session = "Cookie: JSESSIONID=" + id;
    String ofA = answer(port, "/shop/where/x");
    String ofB = answer(b.tomcat.port(), "/shop/where/x");
    assertThat(ofB).isNotEqualTo(ofA);

    switchOver();

    assertThat(b.container.hasSession(id)).isTrue();
    for (String own :
        new String[] {
          "/actuator",
          "/actuator/shutdown",
          "/shop/actuator/health",
          "/shop/%61ctuator;x=y/./health",
          "/manager/where/x"
        }) {
      assertThat(answer(port, own, session)).as(own).isEqualTo(ofA);
      assertThat(answer(port, own, "X: y")).as(own).isEqualTo(ofA);
      assertThat(post(port, own, session)).as("POST " + own).isEqualTo(ofA);
    }
    for (String others :
        new String[] {
          "/shop/where/x", "/shop/where/actuator", "/managers/where/x", "/actuators/where/x"
        }) {
      assertThat(answer(port, others, session)).as(others).isEqualTo(ofB);
      assertThat(answer(port, others, "X: y")).as(others).isEqualTo(ofB);
    }
    // A probe has no session; who has one wants a page of the application.
    assertThat(answer(port, "/shop/health/live", "X: y")).isEqualTo(ofA);
    assertThat(answer(port, "/shop/health/live", session)).isEqualTo(ofB);
  }

  /** As of Spring Boot's management port. */
  @ParameterizedTest
  @EnumSource
  void anotherTomcatWithoutSessionsInTheSameProcessIsNeverRelayed(TomcatVersion version)
      throws Exception {
    handOver(version);
    try (RunningTomcat management = a.tomcat.beside("/shop")) {
      String id = RawClient.get(a.tomcat.port(), "/shop/session?do=make").value("id");
      String ofA = answer(a.tomcat.port(), "/shop/where/x");
      String direct = answer(management.port(), "/shop/where/x");

      switchOver();

      String session = "Cookie: JSESSIONID=" + id;
      assertThat(answer(management.port(), "/shop/where/x", session)).isEqualTo(direct);
      assertThat(answer(management.port(), "/shop/where/x", "X: y")).isEqualTo(direct);
      assertThat(answer(a.tomcat.port(), "/shop/where/x", session)).isNotIn(ofA, direct);
    }
  }
}
