package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.servers.RawClient.Answer;
import dev.perennial.coordinator.roster.Report.Duplexing;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hand-over, and taking back, of a session that saves itself when it is told that it leaves. */
class LeavingSessionIT {
  private static final long ROUND = 1;

  @TempDir Path folder;

  private RoutingServer a;
  private RoutingServer b;

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  private static void awaitState(RoutingServer server, State state) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              Duplexing progress = server.duplexer.progress();
              return progress != null && progress.state() == state;
            });
  }

  private static Answer ask(RoutingServer at, String id, String what) throws Exception {
    return RawClient.get(at.tomcat.port(), "/shop/session" + what, "Cookie: JSESSIONID=" + id);
  }

  @ParameterizedTest
  @EnumSource
  void itIsWholeAtTheSuccessorAndHereAgain(TomcatVersion version) throws Exception {
    a = new RoutingServer(version, "A", folder, "/shop");
    b = new RoutingServer(version, "B", folder, "/shop");
    a.joins(b);
    String id = RawClient.get(a.tomcat.port(), "/shop/session?do=save&item=one").value("id");

    a.duplexer.duplex(ROUND, "B");
    awaitState(a, State.IN_SYNC);
    Answer inSync = ask(a, id, "?do=save&item=two");
    assertThat(inSync.value("savings")).isEqualTo("[one, two]");
    assertThat(inSync.value("passivated")).as("while it is served here").isEqualTo("0");

    a.duplexer.switchOver(ROUND, 7);
    awaitState(a, State.DONE);
    for (RoutingServer at : new RoutingServer[] {b, a}) {
      Answer there = ask(at, id, "");
      assertThat(there.value("savings")).isEqualTo("[one, two]");
      assertThat(there.value("passivated")).isEqualTo("1");
      assertThat(there.value("activated")).isEqualTo("1");
      assertThat(there.value("created")).as("sessions that began at B").isEqualTo("0");
      assertThat(there.value("bound")).as("at B").isEqualTo("0 unbound=0");
    }

    a.otherIsOut = true;
    a.duplexer.takeBack(ROUND);
    Answer here = ask(a, id, "");
    assertThat(here.value("savings")).isEqualTo("[one, two]");
    assertThat(here.value("passivated")).isEqualTo("1");
    assertThat(here.value("activated")).isEqualTo("1");
    assertThat(here.value("destroyed")).isEqualTo("0");
    assertThat(here.value("bound")).isEqualTo("1 unbound=0");
  }
}
