package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Listener;
import dev.perennial.agent.container.Staged;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.servers.RawClient.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionMoveIT {
  @TempDir Path folder;

  private final RecordedEvents eventsOfA = new RecordedEvents();
  private final RecordedEvents eventsOfB = new RecordedEvents();
  private RunningTomcat a;
  private RunningTomcat b;

  private void start(TomcatVersion version, String... applications) {
    a = version.start(new OpenGate(), eventsOfA, folder.resolve("a"), applications);
    b = version.start(new OpenGate(), eventsOfB, folder.resolve("b"), applications);
  }

  @AfterEach
  void stop() {
    if (a != null) {
      a.close();
    }
    if (b != null) {
      b.close();
    }
  }

  private static String cookie(String id) {
    return "Cookie: JSESSIONID=" + id;
  }

  private void move(String id) throws CaptureException {
    Capture capture = eventsOfA.capture(id);
    eventsOfB.stage(id, capture.bytes()).publish();
    eventsOfA.container.discard(id);
  }

  @ParameterizedTest
  @EnumSource
  void aSessionGoesOnWithAllThatIsInIt(TomcatVersion version) throws Exception {
    start(version, "/shop");
    String first = RawClient.get(a.port(), "/shop/session?do=make").value("id");
    String id = RawClient.get(a.port(), "/shop/session?do=login", cookie(first)).value("id");
    Answer before = RawClient.get(a.port(), "/shop/session", cookie(id));

    move(id);

    assertThat(eventsOfB.lines).contains("made " + id);
    // A manager of this test's own takes them in.
    assertThat(eventsOfB.container.tellsOfNewSessions()).isFalse();
    Answer after = RawClient.get(b.port(), "/shop/session", cookie(id));
    for (String same : new String[] {"id", "max", "number", "items", "shared", "user", "new"}) {
      assertThat(after.value(same)).as(same).isEqualTo(before.value(same)).isNotNull();
    }
    assertThat(after.value("shared")).isEqualTo("true");
    assertThat(after.value("new")).isEqualTo("false");
    assertThat(after.value("user")).isEqualTo("alice");
    assertThat(Long.parseLong(after.value("creation")))
        .isCloseTo(Long.parseLong(before.value("creation")), within(50L));
    assertThat(Long.parseLong(after.value("lastAccess")))
        .isGreaterThanOrEqualTo(Long.parseLong(before.value("lastAccess")));
    assertThat(after.value("created")).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeSerialisedIsNamedAndStays(TomcatVersion version) throws Exception {
    start(version, "/shop");
    String id = RawClient.get(a.port(), "/shop/session?do=make").value("id");
    RawClient.get(a.port(), "/shop/session?do=spoil", cookie(id));

    Capture capture = eventsOfA.capture(id);
    eventsOfB.stage(id, capture.bytes()).publish();

    assertThat(capture.left())
        .extracting(Capture.Left::application, Capture.Left::attribute, Capture.Left::type)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("localhost/shop", "plain", "java.lang.Object"),
            org.assertj.core.groups.Tuple.tuple(
                "localhost/shop", "deep", "dev.perennial.agent.webapp.Holder"));
    assertThat(capture.left()).allMatch(left -> left.reason().contains("java.lang.Object"));
    Answer there = RawClient.get(b.port(), "/shop/session", cookie(id));
    assertThat(there.value("items")).isEqualTo("[first]");
    assertThat(there.value("shared")).isEqualTo("true");
    assertThat(there.value("plain")).isEqualTo("false");
    assertThat(RawClient.get(a.port(), "/shop/session", cookie(id)).value("plain"))
        .isEqualTo("true");
  }

  @ParameterizedTest
  @EnumSource
  void anErrorInTheApplicationsListenerDoesNotKeepTheSession(TomcatVersion version)
      throws Exception {
    start(version, "", "/shop");
    String id = RawClient.get(a.port(), "/session?do=make").value("id");
    RawClient.get(a.port(), "/shop/session?do=activate", cookie(id));
    Staged staged = eventsOfB.stage(id, eventsOfA.capture(id).bytes());

    long suppressed = Suppressed.total();

    staged.publish();

    assertThat(eventsOfB.container.sessionIds()).containsExactly(id);
    assertThat(Suppressed.total()).isGreaterThan(suppressed);
  }

  @ParameterizedTest
  @EnumSource
  void allApplicationsOfAnIdMoveTogether(TomcatVersion version) throws Exception {
    start(version, "", "/shop");
    String id = RawClient.get(a.port(), "/session?do=make").value("id");
    assertThat(RawClient.get(a.port(), "/shop/session?do=make", cookie(id)).value("id"))
        .isEqualTo(id);
    RawClient.get(a.port(), "/shop/session?do=add&item=second", cookie(id));

    move(id);

    assertThat(RawClient.get(b.port(), "/session", cookie(id)).value("items")).isEqualTo("[first]");
    assertThat(RawClient.get(b.port(), "/shop/session", cookie(id)).value("items"))
        .isEqualTo("[first, second]");
    assertThat(eventsOfB.container.applications()).containsExactly("localhost/", "localhost/shop");
  }

  @ParameterizedTest
  @EnumSource
  void aDiscardedSessionEndsForNobody(TomcatVersion version) throws Exception {
    start(version, "/shop");
    String id = RawClient.get(a.port(), "/shop/session?do=make").value("id");
    assertThat(eventsOfA.container.hasSession(id)).isTrue();

    move(id);
    a.restart();

    assertThat(eventsOfA.container.hasSession(id)).isFalse();
    assertThat(eventsOfA.lines).noneMatch(line -> line.startsWith("removed"));
    assertThat(System.getProperty("test.destroyed." + id)).isNull();
    try (var files = Files.walk(folder.resolve("a/work"))) {
      assertThat(files).noneMatch(file -> file.endsWith("SESSIONS.ser"));
    }
    assertThat(RawClient.get(b.port(), "/shop/session", cookie(id)).value("items"))
        .isEqualTo("[first]");
  }

  @ParameterizedTest
  @EnumSource
  void aNewerCopyReplacesAnOlderOneSilently(TomcatVersion version) throws Exception {
    start(version, "/shop");
    String id = RawClient.get(a.port(), "/shop/session?do=make").value("id");
    eventsOfB.stage(id, eventsOfA.capture(id).bytes()).publish();
    RawClient.get(a.port(), "/shop/session?do=add&item=second", cookie(id));

    eventsOfB.stage(id, eventsOfA.capture(id).bytes()).publish();

    assertThat(RawClient.get(b.port(), "/shop/session", cookie(id)).value("items"))
        .isEqualTo("[first, second]");
    assertThat(eventsOfB.lines).noneMatch(line -> line.startsWith("removed"));
    assertThat(eventsOfB.container.sessionIds()).containsExactly(id);
  }

  @ParameterizedTest
  @EnumSource
  void anExpiredSessionIsToldToTheApplicationAlone(TomcatVersion version) throws Exception {
    start(version, "/shop");
    String id = RawClient.get(a.port(), "/shop/session?do=make").value("id");

    eventsOfA.container.expire(id);

    assertThat(System.getProperty("test.destroyed." + id)).isEqualTo("x");
    assertThat(eventsOfA.lines).noneMatch(line -> line.startsWith("removed"));
    assertThat(eventsOfA.capture(id)).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void aTrialMoveIsSeenByNobody(TomcatVersion version) throws Exception {
    start(version, "", "/shop");
    String id = RawClient.get(a.port(), "/shop/session?do=make").value("id");
    await().untilAsserted(() -> assertThat(eventsOfA.lines).contains("touched " + id));
    Answer before = RawClient.get(a.port(), "/shop/session", cookie(id));
    eventsOfA.lines.clear();

    for (int time = 0; time < 3; time++) {
      eventsOfA.container.rehearse();
    }

    assertThat(eventsOfA.container.sessionIds()).containsExactly(id);
    assertThat(eventsOfA.lines).noneMatch(line -> !line.equals("touched " + id));
    Answer after = RawClient.get(a.port(), "/shop/session", cookie(id));
    for (String same : new String[] {"created", "destroyed", "items"}) {
      assertThat(after.value(same)).as(same).isEqualTo(before.value(same)).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTrialMoveFailsWhereSessionsCannotBeMade(TomcatVersion version) {
    start(version, "/shop");
    a.breakManagers();

    assertThatThrownBy(() -> eventsOfA.container.rehearse())
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("localhost/shop");
  }

  @ParameterizedTest
  @EnumSource
  void eventsTellWhatBecomesOfSessions(TomcatVersion version) throws Exception {
    start(version, "/shop");
    String id = RawClient.get(a.port(), "/shop/session?do=make").value("id");
    // Whoever made it was told nothing before that.
    assertThat(eventsOfA.lines).contains("made " + id);
    // A request ends a moment after its answer.
    await().untilAsserted(() -> assertThat(eventsOfA.lines).contains("touched " + id));
    String newId = RawClient.get(a.port(), "/shop/session?do=rename", cookie(id)).value("id");
    assertThat(eventsOfA.lines).contains("made " + newId);
    await().untilAsserted(() -> assertThat(eventsOfA.lines).contains("touched " + newId));
    RawClient.get(a.port(), "/shop/session?do=end", cookie(newId));

    assertThat(eventsOfA.lines)
        .startsWith("found", "starting localhost/shop")
        .containsSubsequence(
            "made " + id,
            "touched " + id,
            "renamed " + id + " " + newId,
            "made " + newId,
            "removed " + newId)
        .doesNotContain("removed " + id);
  }

  @ParameterizedTest
  @EnumSource
  void theSameStateGivesTheSameBytes(TomcatVersion version) throws Exception {
    start(version, "/shop");
    String id = RawClient.get(a.port(), "/shop/session?do=make").value("id");
    // The request ends a moment after its answer.
    await().untilAsserted(() -> assertThat(eventsOfA.lines).contains("touched " + id));
    Capture first = eventsOfA.capture(id);

    assertThat(first.sameStateAs(eventsOfA.capture(id).bytes())).isTrue();
    RawClient.get(a.port(), "/shop/session?do=add&item=second", cookie(id));
    assertThat(first.sameStateAs(eventsOfA.capture(id).bytes())).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void equalApplicationsHaveEqualFingerprints(TomcatVersion version) throws Exception {
    start(version, "/shop");
    assertThat(eventsOfA.container.fingerprint()).isEqualTo(eventsOfB.container.fingerprint());

    Files.write(
        folder.resolve("b/app/WEB-INF/classes/dev/perennial/agent/webapp/Cart.class"),
        new byte[10]);
    assertThat(eventsOfA.container.fingerprint()).isNotEqualTo(eventsOfB.container.fingerprint());
  }

  @ParameterizedTest
  @EnumSource
  void aSessionOfAnApplicationThatIsNotHereIsRefused(TomcatVersion version) throws Exception {
    start(version, "/shop");
    String id = RawClient.get(a.port(), "/shop/session?do=make").value("id");
    byte[] bytes = eventsOfA.capture(id).bytes();
    b.close();
    b = version.start(new OpenGate(), eventsOfB, folder.resolve("c"), "/other");

    assertThatThrownBy(() -> eventsOfB.stage(id, bytes))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("localhost/shop");
    assertThatThrownBy(() -> eventsOfB.stage(id, new byte[3])).isInstanceOf(CaptureException.class);
  }

  @ParameterizedTest
  @EnumSource
  void theContainerTellsWhatItIs(TomcatVersion version) {
    start(version, "/shop");

    assertThat(eventsOfA.container.description()).startsWith("Apache Tomcat/");
    assertThat(eventsOfA.container.listeners())
        .containsExactly(
            new Listener(
                "127.0.0.1", a.port(), "http", "", "org.apache.catalina.connector.Connector", ""));
    assertThat(eventsOfA.container.requestThreads()).isEqualTo(200);
  }
}
