package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.Capture.Cause;
import dev.perennial.agent.container.Capture.Left;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.StateFilter;
import dev.perennial.agent.servers.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attributes that cannot be written or read, or hang in that, cost themselves alone. */
class OddAttributesIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final String ODD = Left.part("localhost/shop", "odd");

  @TempDir Path folder;

  private final RecordedEvents eventsOfA = new RecordedEvents();
  private final RecordedEvents eventsOfB = new RecordedEvents();
  private RunningTomcat a;
  private RunningTomcat b;
  private String id;

  private void start(TomcatVersion version) throws IOException {
    a = version.start(new OpenGate(), eventsOfA, folder.resolve("a"), "/shop");
    b = version.start(new OpenGate(), eventsOfB, folder.resolve("b"), "/shop");
    id = RawClient.get(a.port(), "/shop/session?do=make").value("id");
  }

  @AfterEach
  void stop() throws IOException {
    if (a != null) {
      // Tomcat itself writes sessions when it stops, and would fail in it.
      get(a, "?do=end");
      a.close();
    }
    if (b != null) {
      b.close();
    }
  }

  private Answer get(RunningTomcat server, String query) throws IOException {
    return RawClient.get(server.port(), "/shop/session" + query, "Cookie: JSESSIONID=" + id);
  }

  private void movesWithout(Capture capture) throws CaptureException, IOException {
    eventsOfB.stage(id, capture.bytes()).publish();

    Answer there = get(b, "");
    assertThat(there.value("odd")).isEqualTo("null");
    assertThat(there.value("items")).isEqualTo("[first]");
    assertThat(there.value("shared")).isEqualTo("true");
  }

  @ParameterizedTest
  @EnumSource
  void whateverAnAttributeThrowsWhenItIsWrittenItAloneIsLeft(TomcatVersion version)
      throws Exception {
    start(version);
    for (String how : List.of("exception", "linkage", "stack", "memory")) {
      get(a, "?do=odd&how=write+" + how);

      Capture capture = eventsOfA.capture(id);

      assertThat(capture.left()).as(how).extracting(Left::part).containsExactly(ODD);
      assertThat(capture.left().get(0).cause()).isEqualTo(Cause.FAILED);
      movesWithout(capture);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverAnAttributeThrowsWhenItIsReadItIsNamedAndWithoutItTheRestMoves(TomcatVersion version)
      throws Exception {
    start(version);
    for (String how : List.of("exception", "linkage", "stack", "memory")) {
      get(a, "?do=odd&how=read+" + how);
      byte[] bytes = eventsOfA.capture(id).bytes();

      CaptureException refused =
          catchThrowableOfType(CaptureException.class, () -> eventsOfB.stage(id, bytes));

      assertThat(refused.part()).as(how).isEqualTo(ODD);
      Capture capture = eventsOfA.container.capture(id, Map.of(ODD, "s2 cannot read it"), LONG);
      assertThat(capture.left())
          .containsExactly(
              new Left(
                  "localhost/shop",
                  "odd",
                  "dev.perennial.agent.webapp.Odd",
                  "s2 cannot read it",
                  Cause.FAILED));
      movesWithout(capture);
    }
    assertThat(get(a, "").value("odd")).as("untouched where it was").isEqualTo("read memory");
  }

  @ParameterizedTest
  @EnumSource
  void whatAFilterRefusesIsNamedAndWithoutItTheRestMoves(TomcatVersion version) throws Exception {
    start(version);
    get(a, "?do=odd&how=fine");
    byte[] bytes = eventsOfA.capture(id).bytes();
    StateFilter.use("!dev.perennial.agent.webapp.Odd");
    try {
      refused(bytes, "dev.perennial.agent.webapp.Odd is refused: perennial.session.filter");
    } finally {
      StateFilter.use("");
    }

    b.filterAttributes("(?!odd).*", null);
    refused(bytes, "kept out by the manager's filter");
    b.filterAttributes(null, "java\\..*|.*webapp\\.Holder|.*Cart");
    refused(bytes, "Odd is refused: sessionAttributeValueClassNameFilter");

    Capture capture = eventsOfA.container.capture(id, Map.of(ODD, "s2 refuses it"), LONG);
    movesWithout(capture);
  }

  private void refused(byte[] bytes, String why) {
    CaptureException refused =
        catchThrowableOfType(CaptureException.class, () -> eventsOfB.stage(id, bytes));
    assertThat(refused.part()).isEqualTo(ODD);
    assertThat(refused).hasMessageContaining(why);
  }

  @ParameterizedTest
  @EnumSource
  void whatHangsIsWaitedForSoLongAndNamed(TomcatVersion version) throws Exception {
    start(version);
    get(a, "?do=odd&how=write+hang");
    CaptureException hung =
        catchThrowableOfType(
            CaptureException.class, () -> eventsOfA.container.capture(id, Map.of(), SHORT));
    assertThat(hung.part()).isEqualTo(ODD);
    assertThat(hung).hasMessageContaining("did not end within 2000 ms");
    movesWithout(eventsOfA.container.capture(id, Map.of(ODD, "it hangs"), LONG));

    get(a, "?do=odd&how=read+hang");
    byte[] bytes = eventsOfA.capture(id).bytes();
    CaptureException there =
        catchThrowableOfType(
            CaptureException.class, () -> eventsOfB.container.stage(id, bytes, SHORT));
    assertThat(there.part()).isEqualTo(ODD);
  }

  /** On a stack of 1 MiB a chain of 1,300 could be written and not read, or neither. */
  @ParameterizedTest
  @EnumSource
  void aLongChainMoves(TomcatVersion version) throws Exception {
    start(version);
    get(a, "?do=chain&length=50000");

    Capture capture = eventsOfA.capture(id);
    assertThat(capture.left()).isEmpty();
    eventsOfB.stage(id, capture.bytes()).publish();

    assertThat(get(b, "").value("chain")).isEqualTo("50000");
  }
}
