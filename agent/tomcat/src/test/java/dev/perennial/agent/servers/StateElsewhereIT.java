package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.container.Elsewhere;
import dev.perennial.coordinator.roster.Report.Duplexing;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Applications that keep something where nobody moves it from: said, and not handed over. */
class StateElsewhereIT {
  @TempDir Path folder;

  private static State state(RoutingServer server) {
    Duplexing progress = server.duplexer.progress();
    return progress == null ? null : progress.state();
  }

  private void isRefused(TomcatVersion version, String application, String why) throws Exception {
    try (RoutingServer a = new RoutingServer(version, "A", folder, "/plain", application);
        RoutingServer b = new RoutingServer(version, "B", folder, "/plain", application)) {
      a.joins(b);
      String id = RawClient.get(a.tomcat.port(), "/plain/session?do=make").value("id");
      assertThat(a.container.elsewhere()).containsExactly(new Elsewhere(why, true));

      a.duplexer.duplex(1, "B");

      await().atMost(Duration.ofSeconds(60)).until(() -> state(a) == State.FAILED);
      assertThat(a.duplexer.progress().detail()).isEqualTo(why);
      assertThat(a.container.hasSession(id)).isTrue();
      assertThat(b.container.sessionIds()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aManagerWithAStoreIsRefusedByName(TomcatVersion version) throws Exception {
    isRefused(
        version,
        "/stored storing=yes",
        "localhost/stored moves sessions to a store (org.apache.catalina.session.FileStore of"
            + " org.apache.catalina.session.PersistentManager): those that are there would not be"
            + " handed over");
  }

  @ParameterizedTest
  @EnumSource
  void singleSignOnIsRefusedByName(TomcatVersion version) throws Exception {
    isRefused(
        version,
        "/shop sso=yes",
        "localhost has single sign-on (org.apache.catalina.authenticator.SingleSignOn): users would"
            + " have to log in again at a successor");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsInTheManagersMapIsNotElsewhere(TomcatVersion version) {
    try (RoutingServer a = new RoutingServer(version, "A", folder, "/plain", "/shop")) {
      assertThat(a.container.elsewhere()).isEqualTo(List.of());
    }
  }
}
