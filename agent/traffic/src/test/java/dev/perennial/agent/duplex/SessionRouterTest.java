package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.MemoryContainer;
import dev.perennial.agent.duplex.SessionRouter.Neighbours;
import dev.perennial.agent.gate.Named;
import dev.perennial.agent.gate.Route;
import dev.perennial.agent.link.MessageCodec;
import dev.perennial.agent.link.MessageFormatException;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Message.Where;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The router of server B, whose neighbours answer as a test says. */
@Timeout(60)
final class SessionRouterTest {
  private static final Named ID = new Named("shop", List.of("a"));
  private static final Named NONE = new Named("shop", List.of());

  private final TwoServers servers = new TwoServers();
  private final Map<String, Message.Has> answers = new TreeMap<>();
  private final Map<String, Function<Message.WhoHas, Message.Has>> asks = new TreeMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private Neighbours neighbours = new Neighbours(true, List.of("A", "C"), "");

  private final SessionRouter router =
      new SessionRouter(
          TwoServers.containers(servers.there),
          servers.outgoingOfB,
          servers.desk,
          Asked.by("B", this::call),
          () -> neighbours,
          200,
          System::nanoTime);

  @AfterEach
  void end() {
    servers.close();
  }

  private CompletableFuture<byte[]> call(String server, byte[] question) {
    asked.incrementAndGet();
    try {
      Envelope envelope = MessageCodec.decode(question);
      Message.Has answer = answers.get(server);
      if (asks.containsKey(server)) {
        answer = asks.get(server).apply((Message.WhoHas) envelope.message());
      }
      if (answer == null) {
        return CompletableFuture.failedFuture(new IOException("connection refused"));
      }
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
    int once = asked.get();
    assertThat(words(router.route(ID))).isEqualTo("A");
    assertThat(asked).hasValue(once);

    router.forget(ID);
    answer("A", Where.NOT_KNOWN);
    answer("C", Where.HERE);
    assertThat(words(router.route(ID))).isEqualTo("C");
  }

  /** Whoever sends long ones would fill the heap with what is remembered. */
  @Test
  void longIdsAreAskedForEachTime() {
    answer("A", Where.HERE);
    answer("C", Where.NOT_KNOWN);
    Named named = new Named("", List.of("x".repeat(600)));

    assertThat(words(router.route(named))).isEqualTo("A");
    int once = asked.get();
    assertThat(words(router.route(named))).isEqualTo("A");

    assertThat(asked).hasValueGreaterThan(once);
  }

  @ParameterizedTest(name = "here are {0} of {1}, A has {2} of {3}: {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          one | shop | two | shop  | here
          two | shop | one | shop  | A
          two | shop | one | other | here
          two | root | one | shop  | A
          two | root | one | other | here
          one | root | two | shop  | A
          one | root | two | other | A
          x   | shop | two | shop  | A
          x   | shop | two | other | A
          x   | shop | one | other | here
          x   | shop | y   | shop  | here
          """)
  void ofTwoSessionsTheApplicationsOwnCounts(
      String here, String application, String there, String otherApplication, String expected) {
    servers.there.sessions.put(here, "1");
    servers.there.applicationOf.put(here, application);
    MemoryContainer a = new MemoryContainer();
    a.sessions.put(there, "1");
    a.applicationOf.put(there, otherApplication);
    answer("C", Where.NOT_KNOWN);
    asks.put("A", question -> Whereabouts.of(question, id -> has(a, id), a::hasSession));

    assertThat(words(router.route(new Named("shop", List.of("one", "two"))))).isEqualTo(expected);
  }

  private static Message.Has has(MemoryContainer container, ItemId id) {
    return new Message.Has(container.hasSession(id.name()) ? Where.HERE : Where.NOT_KNOWN, "");
  }

  @Test
  void whatComesBeforeMustBeKnownToBeNowhere() {
    servers.there.sessions.put("two", "1");
    Named both = new Named("shop", List.of("one", "two"));

    assertThat(words(router.route(both))).isEqualTo("refused");
    answer("A", Where.NOT_KNOWN);
    answer("C", Where.ON_ITS_WAY);
    assertThat(words(router.route(both))).isEqualTo("refused");
    answer("C", Where.NOT_KNOWN);
    assertThat(words(router.route(both))).isEqualTo("here");
  }

  @Test
  void ofTwoSessionsThatAnEarlierAgentHasNoneIsSureToBeTheApplications() {
    Named both = new Named("shop", List.of("one", "two"));
    answer("A", Where.NOT_KNOWN);
    answer("C", Where.HERE);

    assertThat(words(router.route(both))).isEqualTo("C");
    servers.there.sessions.put("two", "1");
    router.forget(both);
    assertThat(words(router.route(both))).isEqualTo("here");
  }

  @ParameterizedTest(name = "here are one of {0} and two of {1}: {2}")
  @CsvSource({"shop,root,true", "root,shop,true", "root,root,true", "root,,false", ",root,true"})
  void whatIsRelayedHereIsServedIfItIsAboutASessionHere(String one, String two, boolean expected) {
    if (one != null) {
      servers.there.sessions.put("one", "1");
      servers.there.applicationOf.put("one", one);
    }
    if (two != null) {
      servers.there.sessions.put("two", "1");
      servers.there.applicationOf.put("two", two);
    }

    Named both = new Named("shop", List.of("one", "two"));
    assertThat(router.isHere(both, false, false)).isEqualTo(expected);
    assertThat(router.isHere(both, true, false)).isTrue();
    assertThat(router.isHere(both, false, true)).isFalse();
  }

  @Test
  void nothingIsNewWhileTheClusterIsNotKnown() {
    neighbours = new Neighbours(false, List.of(), "");

    assertThat(words(router.route(ID))).isEqualTo("refused");
    assertThat(words(router.route(NONE))).isEqualTo("here");
  }

  @Test
  void aServerThatTakesNoTrafficHasAnotherOneServeWhatIsNew() {
    neighbours = new Neighbours(true, List.of("A", "C"), "C");
    answer("A", Where.NOT_KNOWN);
    answer("C", Where.NOT_KNOWN);

    assertThat(words(router.route(ID))).isEqualTo("C as new");
    assertThat(words(router.route(NONE))).isEqualTo("C as new");
  }

  @Test
  void whatCouldBeTakenBackIsServedOnlyWithALease() throws Exception {
    servers.here.sessions.put("a", "1");
    Transfer transfer = servers.begin(1);
    assertThat(servers.outbound(transfer).handOverAll(transfer.with(l -> l.source().remaining())))
        .isEmpty();

    assertThat(words(router.route(ID))).isEqualTo("here");
    assertThat(router.isUnquestioned()).isTrue();
    assertThat(router.isHere(ID, false, false)).isTrue();
    assertThat(whoHas()).isEqualTo(Where.HERE);

    servers.mayServeTaken = false;

    assertThat(words(router.route(ID))).isEqualTo("refused");
    assertThat(router.isUnquestioned()).isFalse();
    assertThat(router.isInQuestion("a")).isTrue();
    assertThat(router.isInQuestion("b")).isFalse();
    // Another server has relayed a request for it, or asks whether to do so.
    assertThat(router.isHere(ID, false, false)).isFalse();
    assertThat(router.isHere(NONE, false, false)).isTrue();
    assertThat(whoHas()).isEqualTo(Where.ON_ITS_WAY);
  }

  private Where whoHas() throws IOException {
    Message question = new Message.WhoHas(List.of(ItemId.session("a")), "shop");
    Message answer = servers.ask(new Envelope(TwoServers.A, TwoServers.B, 0, question));
    return ((Message.Has) answer).where();
  }

  /**
   * It was cut off, and what the others keep ready of its sessions says that they are somebody's.
   */
  @Test
  void whoeverComesBackMeanwhileIsAskedToo() {
    neighbours = new Neighbours(true, List.of("C"), "");
    answer("A", Where.HERE);
    asks.put(
        "C",
        question -> {
          neighbours = new Neighbours(true, List.of("A", "C"), "");
          return new Message.Has(Where.ON_ITS_WAY, "");
        });

    assertThat(words(router.route(ID))).isEqualTo("A");
  }

  /** The thread that ends it here may be in the middle of a call. */
  @Test
  void whatWasTakenBackIsServedNoMoreFromThatMomentOn() throws Exception {
    servers.here.sessions.put("a", "1");
    Transfer transfer = servers.begin(1);
    servers.outbound(transfer).handOverAll(transfer.with(l -> l.source().remaining()));
    answer("A", Where.HERE);
    assertThat(words(router.route(ID))).isEqualTo("here");

    servers.standing = SuccessorDesk.Standing.TOOK_BACK;

    assertThat(words(router.route(ID))).isIn("refused", "A");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(servers.cut).containsExactly(ItemId.session("a")));
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

  /** Not before the others know that it is back. */
  @Test
  void whatIsKeptReadyForAServerThatWasCutOffIsKeptUntilItIsBackOnTheRoster() throws Exception {
    servers.here.sessions.put("a", "1");
    Transfer transfer = servers.begin(1);
    long unused = servers.outbound(transfer).copy(transfer.with(l -> l.source().pending()));
    answer("A", Where.NOT_KNOWN);
    answer("C", Where.NOT_KNOWN);
    servers.standing = SuccessorDesk.Standing.LOST;

    transfer.send(transfer.with(l -> l.source().abort("the roster says OUT"))).join();
    servers.desk.tick();
    assertThat(words(router.route(ID))).isEqualTo("refused");

    servers.standing = SuccessorDesk.Standing.IN_SERVICE;
    servers.desk.tick();
    assertThat(servers.desk.hasKept()).isFalse();
    assertThat(words(router.route(ID))).isEqualTo("here");
  }

  @Test
  void whatIsKeptReadyIsLetGoAtOnceWhereItsServerChangesItsMind() {
    servers.here.sessions.put("a", "1");
    Transfer transfer = servers.begin(1);
    assertThat(copied(transfer)).isEqualTo(1);

    transfer.send(transfer.with(l -> l.source().abort("stable again"))).join();

    assertThat(servers.desk.hasKept()).isFalse();
  }

  private long copied(Transfer transfer) {
    try {
      return servers.outbound(transfer).copy(transfer.with(l -> l.source().pending()));
    } catch (HandoverException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
