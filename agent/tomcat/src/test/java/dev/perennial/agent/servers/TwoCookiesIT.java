package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.servers.RawClient.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client has a session with each of several applications, and sends all their ids. */
class TwoCookiesIT {
  @TempDir Path folder;

  private RoutingServer a;
  private RoutingServer b;

  private void start(TomcatVersion version, String... applications) {
    a = new RoutingServer(version, "A", folder, applications);
    b = new RoutingServer(version, "B", folder, applications);
    a.joins(b);
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  /** Returns the id of a new session. */
  private static String session(RoutingServer at, String path) throws Exception {
    return RawClient.get(at.tomcat.port(), path + "/session?do=make").value("id");
  }

  private static String cookie(String... ids) {
    return "Cookie: JSESSIONID=" + String.join("; JSESSIONID=", ids);
  }

  @ParameterizedTest
  @EnumSource
  void theApplicationsOwnSessionIsServedWhereItIs(TomcatVersion version) throws Exception {
    start(version, " path=own", "/app path=own");
    String root = session(a, "");
    String app = session(b, "/app");

    for (RoutingServer at : List.of(a, b)) {
      for (String cookies : List.of(cookie(app, root), cookie(root, app))) {
        Answer ofApp = RawClient.get(at.tomcat.port(), "/app/session", cookies);
        assertThat(ofApp.value("id")).isEqualTo(app);
        assertThat(ofApp.value("items")).isEqualTo("[first]");
        Answer ofRoot = RawClient.get(at.tomcat.port(), "/session", cookies);
        assertThat(ofRoot.value("id")).isEqualTo(root);
        assertThat(ofRoot.value("items")).isEqualTo("[first]");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereNoneIsTheApplicationsOwnItBeginsANewOne(TomcatVersion version) throws Exception {
    start(version, " path=own", "/app path=own");
    String root = session(a, "");

    for (RoutingServer at : List.of(a, b)) {
      Answer made =
          RawClient.get(at.tomcat.port(), "/app/session?do=make", cookie("0123456789ABCDEF", root));
      assertThat(made.status()).contains(" 200");
      assertThat(made.value("id")).isNotNull().isNotEqualTo(root);
      assertThat(made.value("application")).isEqualTo("localhost/app");
    }
  }

  /** As portals have it: one id for all applications of a host, which must stay together. */
  @ParameterizedTest
  @EnumSource
  void anIdThatApplicationsShareIsServedWhereOneOfThemHasIt(TomcatVersion version)
      throws Exception {
    start(version, "", "/app");
    String shared = session(a, "");

    Answer made = RawClient.get(b.tomcat.port(), "/app/session?do=make", cookie(shared));

    assertThat(made.value("id")).isEqualTo(shared);
    assertThat(a.container.hasSession("localhost/app", shared)).isTrue();
    assertThat(b.container.hasSession(shared)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void theIdInThePathAndCookiesOfOtherNamesBelongToOneApplication(TomcatVersion version)
      throws Exception {
    start(version, " path=own", "/app path=own cookie=APP");
    String root = session(a, "");
    String app = session(b, "/app");

    for (RoutingServer at : List.of(a, b)) {
      int port = at.tomcat.port();
      String both = cookie(root) + "; APP=" + app;
      assertThat(RawClient.get(port, "/app/session", both).value("id")).isEqualTo(app);
      assertThat(RawClient.get(port, "/session", both).value("id")).isEqualTo(root);
      String inPath = "/app/session;APP=" + app;
      assertThat(RawClient.get(port, inPath, cookie(root)).value("id")).isEqualTo(app);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSessionStaysWithItsVersionOfTheApplication(TomcatVersion version) throws Exception {
    start(version, " path=own", "/app##1 path=own");
    String root = session(a, "");
    String old = session(b, "/app");
    a.tomcat.deploy("/app##2 path=own");
    b.tomcat.deploy("/app##2 path=own");
    String fresh = session(a, "/app");

    for (RoutingServer at : List.of(a, b)) {
      Answer ofOld = RawClient.get(at.tomcat.port(), "/app/session", cookie(root, old));
      assertThat(ofOld.value("id")).isEqualTo(old);
      assertThat(ofOld.value("version")).isEqualTo("1");
      Answer ofFresh = RawClient.get(at.tomcat.port(), "/app/session", cookie(fresh, root));
      assertThat(ofFresh.value("id")).isEqualTo(fresh);
      assertThat(ofFresh.value("version")).isEqualTo("2");
    }
    b.move(old);
    assertThat(RawClient.get(b.tomcat.port(), "/app/session", cookie(root, old)).value("version"))
        .isEqualTo("1");
  }
}
