package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.servers.RawClient.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two services of one Tomcat have a host and an application of the same name. */
class TwoServicesIT {
  private static final String[] APPLICATIONS = {"/shop", "/shop service=two"};

  @TempDir Path folder;

  private RoutingServer a;
  private RoutingServer b;

  private void start(TomcatVersion version, String... ofB) {
    a = new RoutingServer(version, "A", folder, APPLICATIONS);
    b = new RoutingServer(version, "B", folder, ofB);
    a.joins(b);
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  private static int port(RoutingServer at, String service) {
    return service.isEmpty() ? at.tomcat.port() : at.tomcat.port(service);
  }

  private static Answer ask(RoutingServer at, String service, String what, String id)
      throws Exception {
    return RawClient.get(
        port(at, service),
        "/shop/session" + what,
        id == null ? "X: y" : "Cookie: JSESSIONID=" + id);
  }

  /** Returns the id of a new session, in which the service's name is. */
  private String session(String service) throws Exception {
    String id = ask(a, service, "?do=make", null).value("id");
    ask(a, service, "?do=add&item=" + service, id);
    return id;
  }

  @ParameterizedTest
  @EnumSource
  void sessionsOfBothMoveToTheirOwn(TomcatVersion version) throws Exception {
    start(version, APPLICATIONS);
    String first = session("");
    String second = session("two");
    assertThat(a.container.applications())
        .containsExactly("localhost/shop", "two:two-engine:localhost/shop");
    assertThat(a.container.sessionIds()).containsExactlyInAnyOrder(first, second);
    assertThat(b.container.fingerprint()).isEqualTo(a.container.fingerprint());

    a.move(first);
    a.move(second);

    assertThat(b.container.hasSession("localhost/shop", first)).isTrue();
    assertThat(b.container.hasSession("two:two-engine:localhost/shop", second)).isTrue();
    assertThat(b.container.hasSession("localhost/shop", second)).isFalse();
    // Through the server that has them no more, too.
    for (RoutingServer at : List.of(a, b)) {
      assertThat(ask(at, "", "", first).value("items")).isEqualTo("[first, ]");
      Answer there = ask(at, "two", "", second);
      assertThat(there.value("items")).isEqualTo("[first, two]");
      assertThat(there.value("application")).isEqualTo("two:two-engine:localhost/shop");
    }
  }

  /** One cookie for two ports: it is sent to both, but it is the session of one of them. */
  @ParameterizedTest
  @EnumSource
  void aRequestIsRelayedToTheServiceThatItCameTo(TomcatVersion version) throws Exception {
    start(version, APPLICATIONS);
    String second = session("two");

    assertThat(ask(b, "two", "", second).value("application"))
        .isEqualTo("two:two-engine:localhost/shop");
    assertThat(ask(b, "", "", second).value("application")).isEqualTo("localhost/shop");
    assertThat(ask(b, "", "", second).value("id")).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void whereTheServiceIsNotThereItIsSaid(TomcatVersion version) throws Exception {
    start(version, "/shop");
    String second = session("two");

    assertThat(b.container.fingerprint()).isNotEqualTo(a.container.fingerprint());
    Capture capture = a.events.capture(second);
    assertThatThrownBy(() -> b.events.stage(second, capture.bytes()))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("two:two-engine:localhost/shop is not running here");
  }
}
