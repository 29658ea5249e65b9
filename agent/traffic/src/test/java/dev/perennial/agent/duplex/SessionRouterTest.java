package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.duplex.SessionRouter.Neighbours;
import dev.perennial.agent.gate.Route;
import dev.perennial.agent.link.MessageCodec;
import dev.perennial.agent.link.MessageFormatException;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Message.Where;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The router of server B, whose neighbours answer as a test says. */
@Timeout(60)
final class SessionRouterTest {
  private static final List<String> ID = List.of("a");

  private final TwoServers servers = new TwoServers();
  private final Map<String, Message.Has> answers = new TreeMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private Neighbours neighbours = new Neighbours(true, List.of("A", "C"), "");
  private boolean mayServeTaken = true;

  private final SessionRouter router =
      new SessionRouter(
          "B",
          TwoServers.containers(servers.there),
          servers.outgoingOfB,
          servers.desk,
          () -> mayServeTaken,
          this::call,
          () -> neighbours,
          200,
          System::nanoTime);

  @AfterEach
  void end() {
    servers.close();
  }

  private CompletableFuture<byte[]> call(String server, byte[] question) {
    asked.incrementAndGet();
    Message.Has answer = answers.get(server);
    if (answer == null) {
      return CompletableFuture.failedFuture(new IOException("connection refused"));
    }
    try {
      Envelope envelope = MessageCodec.decode(question);
      return CompletableFuture.completedFuture(MessageCodec.encode(envelope.answer(answer)));
    } catch (MessageFormatException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void answer(String server, Where where) {
    answers.put(server, new Message.Has(where, where == Where.ELSEWHERE ? "D" : ""));
  }

  @ParameterizedTest(name = "A says {0}, C says {1}: {2}")
  @CsvSource({
    "NOT_KNOWN,  NOT_KNOWN,  here",
    "HERE,       NOT_KNOWN,  A",
    "NOT_KNOWN,  HERE,       C",
    "NOT_KNOWN,  ELSEWHERE,  D",
    "ON_ITS_WAY, NOT_KNOWN,  refused",
    "ON_ITS_WAY, HERE,       C",
    "'',         NOT_KNOWN,  refused",
    "'',         HERE,       C",
  })
  void anUnknownSessionIsWhereTheOthersSay(String ofA, String ofC, String expected) {
    if (!ofA.isEmpty()) {
      answer("A", Where.valueOf(ofA));
    }
    answer("C", Where.valueOf(ofC));

    assertThat(words(router.route(ID))).isEqualTo(expected);
  }

  private static String words(Route route) {
    if (route instanceof Route.Elsewhere elsewhere) {
      return elsewhere.server() + (elsewhere.asNew() ? " as new" : "");
    }
    return route instanceof Route.Here ? "here" : "refused";
  }

  @Test
  void aSessionOfThisServerIsNobodyElsesBusiness() {
    servers.there.sessions.put("a", "1");

    assertThat(words(router.route(ID))).isEqualTo("here");
    assertThat(asked).hasValue(0);
  }

  @Test
  void whatWasFoundOutIsRememberedUntilItProvesWrong() {
    answer("A", Where.HERE);
    answer("C", Where.NOT_KNOWN);

    assertThat(words(router.route(ID))).isEqualTo("A");
    assertThat(words(router.route(ID))).isEqualTo("A");
    assertThat(asked).hasValue(2);

    router.forget(ID);
    answer("A", Where.NOT_KNOWN);
    answer("C", Where.HERE);
    assertThat(words(router.route(ID))).isEqualTo("C");
  }

  @Test
  void nothingIsNewWhileTheClusterIsNotKnown() {
    neighbours = new Neighbours(false, List.of(), "");

    assertThat(words(router.route(ID))).isEqualTo("refused");
    assertThat(words(router.route(List.of()))).isEqualTo("here");
  }

  @Test
  void aServerThatTakesNoTrafficHasAnotherOneServeWhatIsNew() {
    neighbours = new Neighbours(true, List.of("A", "C"), "C");
    answer("A", Where.NOT_KNOWN);
    answer("C", Where.NOT_KNOWN);

    assertThat(words(router.route(ID))).isEqualTo("C as new");
    assertThat(words(router.route(List.of()))).isEqualTo("C as new");
  }

  @Test
  void whatCouldBeTakenBackIsServedOnlyWithALease() throws Exception {
    servers.here.sessions.put("a", "1");
    Transfer transfer = servers.begin(1);
    assertThat(servers.outbound(transfer).handOverAll(transfer.with(l -> l.source().remaining())))
        .isEmpty();

    assertThat(words(router.route(ID))).isEqualTo("here");
    mayServeTaken = false;
    assertThat(words(router.route(ID))).isEqualTo("refused");
  }

  @Test
  void whatIsKeptReadyForAServerThatDiedIsNotNew() throws Exception {
    servers.here.sessions.put("a", "1");
    Transfer transfer = servers.begin(1);
    long unused = servers.outbound(transfer).copy(transfer.with(l -> l.source().pending()));
    answer("A", Where.NOT_KNOWN);
    answer("C", Where.NOT_KNOWN);

    assertThat(words(router.route(ID))).isEqualTo("refused");
  }
}
