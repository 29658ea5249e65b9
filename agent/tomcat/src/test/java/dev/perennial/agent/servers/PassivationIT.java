package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.Staged;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.servers.RawClient.Answer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an application is told of a session that moves, and what it is not. */
class PassivationIT {
  @TempDir Path folder;

  private final RecordedEvents eventsOfA = new RecordedEvents();
  private final RecordedEvents eventsOfB = new RecordedEvents();
  private RunningTomcat a;
  private RunningTomcat b;

  private void start(TomcatVersion version) {
    a = version.start(new OpenGate(), eventsOfA, folder.resolve("a"), "/shop");
    b = version.start(new OpenGate(), eventsOfB, folder.resolve("b"), "/shop");
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

  /** Returns the id of a session in which "saved" is kept by an attribute that saves itself. */
  private String session() throws Exception {
    String id = RawClient.get(a.port(), "/shop/session?do=save&item=saved").value("id");
    // A request ends a moment after its answer.
    await().untilAsserted(() -> assertThat(eventsOfA.lines).contains("touched " + id));
    return id;
  }

  private static Answer show(RunningTomcat tomcat, String id) throws Exception {
    return RawClient.get(tomcat.port(), "/shop/session", "Cookie: JSESSIONID=" + id);
  }

  private Staged move(String id) throws Exception {
    Capture last = eventsOfA.capture(id);
    eventsOfB.stage(id, last.bytes()).publish();
    return eventsOfA.container.detach(id);
  }

  @ParameterizedTest
  @EnumSource
  void anAttributeThatSavesItselfComesOutWhole(TomcatVersion version) throws Exception {
    start(version);
    String id = session();
    AtomicBoolean early = new AtomicBoolean();
    System.getProperties()
        .put(
            "test.activating." + id,
            (Runnable) () -> early.set(!eventsOfB.container.hasSession(id)));

    assertThat(eventsOfA.container.passivate(id)).as("is to be captured anew").isTrue();
    move(id);

    Answer there = show(b, id);
    System.getProperties().remove("test.activating." + id);
    assertThat(there.value("savings")).isEqualTo("[saved]");
    assertThat(there.value("passivated")).isEqualTo("1");
    assertThat(there.value("activated")).isEqualTo("1");
    assertThat(early).as("activated before a request could find it").isTrue();
    assertThat(there.value("created")).isEqualTo("0");
    assertThat(there.value("bound")).isEqualTo("0 unbound=0");
    Answer here = show(a, id);
    assertThat(here.value("id")).as("is here no more").isNull();
    assertThat(here.value("destroyed")).isEqualTo("0");
    assertThat(RawClient.get(a.port(), "/shop/session?do=make").value("bound"))
        .isEqualTo("1 unbound=0");
    assertThat(System.getProperty("test.events." + id))
        .isEqualTo("createSession passivateSession activateSession");
  }

  @ParameterizedTest
  @EnumSource
  void aCopyOfWhatIsServedHereTellsNobody(TomcatVersion version) throws Exception {
    start(version);
    String id = session();

    byte[] copy = eventsOfA.capture(id).bytes();
    Staged unused = eventsOfB.stage(id, copy);
    eventsOfA.container.rehearse();

    Answer here = show(a, id);
    assertThat(here.value("savings")).isEqualTo("[saved]");
    assertThat(here.value("passivated")).isEqualTo("0");
    assertThat(here.value("activated")).isEqualTo("0");
    assertThat(System.getProperty("test.events." + id)).isEqualTo("createSession");
  }

  @ParameterizedTest
  @EnumSource
  void whatDoesNotLeaveAfterAllGoesOnHere(TomcatVersion version) throws Exception {
    start(version);
    String id = session();
    eventsOfA.container.activate(id);
    assertThat(eventsOfA.container.passivate(id)).isTrue();
    assertThat(eventsOfA.container.passivate(id)).as("is told once").isTrue();

    eventsOfA.container.activate(id);
    eventsOfA.container.activate(id);

    Answer here = show(a, id);
    assertThat(here.value("savings")).isEqualTo("[saved]");
    assertThat(here.value("passivated")).isEqualTo("1");
    assertThat(here.value("activated")).isEqualTo("1");
    assertThat(eventsOfA.container.passivate(id)).as("and once more the next time").isTrue();
    move(id);
    assertThat(show(b, id).value("passivated")).isEqualTo("2");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsTakenBackGoesOnHere(TomcatVersion version) throws Exception {
    start(version);
    String id = session();
    eventsOfA.container.passivate(id);
    Staged kept = move(id);
    AtomicBoolean early = new AtomicBoolean();
    System.getProperties()
        .put(
            "test.activating." + id,
            (Runnable) () -> early.set(!eventsOfA.container.hasSession(id)));

    kept.publish();

    System.getProperties().remove("test.activating." + id);
    assertThat(early).as("activated before a request could find it").isTrue();
    Answer here = show(a, id);
    assertThat(here.value("savings")).isEqualTo("[saved]");
    assertThat(here.value("activated")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({
    "NINE,exception", "NINE,linkage", "NINE,stack", "NINE,memory",
    "TEN,exception", "TEN,linkage", "TEN,stack", "TEN,memory",
    "ELEVEN,exception", "ELEVEN,linkage", "ELEVEN,stack", "ELEVEN,memory"
  })
  void whatAnAttributeThrowsHoldsNothing(TomcatVersion version, String what) throws Exception {
    start(version);
    String id = session();
    RawClient.get(a.port(), "/shop/session?do=grumble&what=" + what, "Cookie: JSESSIONID=" + id);
    RawClient.get(a.port(), "/shop/session?do=make", "Cookie: JSESSIONID=" + id);
    long counted = Suppressed.total();

    assertThat(eventsOfA.container.passivate(id)).isTrue();
    move(id);

    assertThat(show(b, id).value("items")).isEqualTo("[first]");
    // Tomcat itself does not stop in order where that comes from a session that it writes.
    eventsOfB.container.expire(id);
    if (what.equals("memory")) {
      assertThat(Suppressed.total()).isGreaterThan(counted);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereNoAttributeWantsToBeToldAnEarlierCaptureIsAsGood(TomcatVersion version)
      throws Exception {
    start(version);
    String id = RawClient.get(a.port(), "/shop/session?do=make").value("id");
    await().untilAsserted(() -> assertThat(eventsOfA.lines).contains("touched " + id));
    Capture before = eventsOfA.capture(id);

    assertThat(eventsOfA.container.passivate(id)).isFalse();
    assertThat(eventsOfA.container.passivate("unknown")).isFalse();
    eventsOfA.container.activate("unknown");

    assertThat(before.sameStateAs(eventsOfA.capture(id).bytes())).isTrue();
    assertThat(System.getProperty("test.events." + id)).endsWith(" passivateSession");
  }
}
