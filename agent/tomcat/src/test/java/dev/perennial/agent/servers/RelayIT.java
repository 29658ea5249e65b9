package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Arrival.Connection;
import dev.perennial.agent.container.Arrival.End;
import dev.perennial.agent.container.Arrival.User;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Delivery.Kind;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.servers.RawClient.Answer;
import java.io.EOFException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A relays all to B; each request is also sent to B directly, and the answers are compared. */
class RelayIT {
  @TempDir static Path folder;

  private static final Map<TomcatVersion, Pair> PAIRS = new EnumMap<>(TomcatVersion.class);

  /** Two servers of one version. */
  private static final class Pair {
    final RelayingGate ofB = new RelayingGate();
    final Container container;
    final RunningTomcat a;
    final RunningTomcat b;

    Pair(TomcatVersion version) {
      Path at = folder.resolve(version.name());
      RecordedEvents events = new RecordedEvents();
      b = version.start(ofB, events, at.resolve("b"), "/shop");
      // The adapter finds it with the first request, at the latest.
      b.attach(ofB, events);
      RelayingGate ofA = new RelayingGate();
      container = events.container;
      ofA.target = container;
      a = version.start(ofA, new RecordedEvents(), at.resolve("a"), "/shop");
    }
  }

  private static Pair pair(TomcatVersion version) {
    return PAIRS.computeIfAbsent(version, Pair::new);
  }

  @AfterAll
  static void stop() {
    for (Pair pair : PAIRS.values()) {
      pair.a.close();
      pair.b.close();
    }
    // Other tests of this JVM count errors of their own.
    assertThat(String.valueOf(Suppressed.last())).doesNotContain("another server");
  }

  static Stream<Arguments> kinds() {
    return Stream.of(TomcatVersion.values())
        .flatMap(
            version -> Stream.of(RequestKind.values()).map(kind -> Arguments.of(version, kind)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anAnswerIsTheSameAsWithoutTheRelay(TomcatVersion version, RequestKind kind)
      throws Exception {
    Pair pair = pair(version);
    Answer direct;
    Answer relayed;

    try (RawClient client = new RawClient(pair.b.port())) {
      direct = kind.send(client);
    }
    try (RawClient client = new RawClient(pair.a.port())) {
      relayed = kind.send(client);
    }

    assertThat(direct.status()).contains(" " + kind.status + " ");
    assertThat(relayed.status()).isEqualTo(direct.status());
    assertThat(comparable(relayed)).isEqualTo(comparable(direct));
    assertThat(Arrays.equals(relayed.body(), direct.body()))
        .as(() -> relayed.body().length > 5000 ? "long body" : relayed.text() + direct.text())
        .isTrue();
  }

  private static List<String> comparable(Answer answer) {
    List<String> lines = new ArrayList<>();
    for (String line : answer.headers()) {
      if (!line.startsWith("Date:")) {
        lines.add(line);
      }
    }
    lines.sort(null);
    return lines;
  }

  /** The application goes on only after the client has got what it has sent so far. */
  @ParameterizedTest
  @EnumSource
  void whatIsFlushedArrivesBeforeTheAnswerIsComplete(TomcatVersion version) throws Exception {
    Path end = folder.resolve(version.name() + ".end");
    try (RawClient client = new RawClient(pair(version).a.port())) {
      client.sendHead("GET", "/shop/answer?do=stream&until=" + end, "HTTP/1.1");
      client.readUntil("first");
      Files.createFile(end);
      client.readUntil("second");
    }
  }

  /** Only the end of the connection can tell that the rest is missing. */
  @ParameterizedTest
  @EnumSource
  void halfAnAnswerIsNeverTakenForAWhole(TomcatVersion version) throws Exception {
    Pair pair = pair(version);
    for (RunningTomcat at : List.of(pair.b, pair.a)) {
      try (RawClient client = new RawClient(at.port())) {
        assertThatThrownBy(() -> client.send("GET", "/shop/answer?do=late"))
            .isInstanceOf(EOFException.class);
      }
    }
  }

  /** There is no connection here for another protocol; the client hears so at once. */
  @ParameterizedTest
  @EnumSource
  void anUpgradeIsRefusedInOneAnswer(TomcatVersion version) throws Exception {
    Pair pair = pair(version);
    String[] wish = {"Connection: Upgrade", "Upgrade: own"};
    try (RawClient client = new RawClient(pair.b.port())) {
      client.sendHead("GET", "/shop/answer?do=upgrade", "HTTP/1.1", wish);
      assertThat(client.readLine()).startsWith("HTTP/1.1 101");
    }

    Answer refused = RawClient.get(pair.a.port(), "/shop/answer?do=upgrade", wish);

    assertThat(refused.status()).contains(" 503");
    assertThat(refused.header("Content-Length")).isEqualTo("0");
    assertThat(refused.header("Upgrade")).isNull();
    assertThat(RawClient.get(pair.a.port(), "/shop/echo", wish).status()).contains(" 200");
  }

  /** The application writes without end; it is told, and its request is over. */
  @ParameterizedTest
  @EnumSource
  void aClientThatGoesAwayIsGoneForTheApplicationToo(TomcatVersion version) throws Exception {
    Pair pair = pair(version);
    for (String path :
        List.of("/shop/echo?do=download&length=2000000000", "/shop/async?do=stream")) {
      try (RawClient client = new RawClient(pair.a.port())) {
        client.sendHead("GET", path, "HTTP/1.1");
        client.readLine();
      }
      await()
          .untilAsserted(() -> assertThat(pair.ofB.exited.get()).isEqualTo(pair.ofB.entered.get()));
    }
  }

  /** As a server asks its own application how it is. */
  @ParameterizedTest
  @EnumSource
  void aRequestThatNoConnectorHasTakenIsServed(TomcatVersion version) throws Exception {
    Pair pair = pair(version);
    MemoryDelivery probe = new MemoryDelivery(Kind.PROBE, arrival("", "/shop/seen?a=b"));

    pair.container.deliver(probe);

    assertThat(probe.status()).isEqualTo(200);
    assertThat(probe.text()).contains("url=http://shop.example:8080/shop/seen").contains("a=[b]");
  }

  @ParameterizedTest
  @EnumSource
  void anotherServiceIsAskedInVain(TomcatVersion version) {
    Pair pair = pair(version);
    MemoryDelivery delivery = new MemoryDelivery(Kind.RELAYED, arrival("two:engine", "/shop"));

    assertThatThrownBy(() -> pair.container.deliver(delivery))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("no connector runs here for service \"two:engine\"");
  }

  private static Arrival arrival(String service, String target) {
    End end = new End("127.0.0.1", "", 4711);
    return new Arrival(
        service,
        0,
        "GET",
        target,
        "HTTP/1.1",
        List.of("Host", "shop.example:8080"),
        0,
        "",
        "shop.example",
        8080,
        end,
        end,
        new Connection("http", "127.0.0.1", "", "", "", ""),
        User.NONE,
        null,
        Map.of());
  }

  /** What the other server does not have is left to the gate that asked it, unanswered. */
  @ParameterizedTest
  @EnumSource
  void aServerThatDoesNotOwnTheSessionLeavesItToTheCaller(TomcatVersion version) throws Exception {
    Pair pair = pair(version);
    pair.ofB.isNotHere = true;

    Answer refused = RawClient.get(pair.a.port(), "/shop/echo");

    assertThat(refused.status()).contains(" 503");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    pair.ofB.isNotHere = false;
    assertThat(RawClient.get(pair.a.port(), "/shop/echo").status()).contains(" 200");
  }

  /** It once made whoever knew a token another server. */
  @ParameterizedTest
  @EnumSource
  void theHeaderOfEarlierAgentsIsAnOrdinaryOne(TomcatVersion version) throws Exception {
    String header = "X-Perennial-Relay: token|x|10.0.0.1|99|https|8443";
    for (RunningTomcat server : List.of(pair(version).a, pair(version).b)) {
      Answer answer = RawClient.get(server.port(), "/shop/echo", header);

      assertThat(answer.value("client")).isEqualTo("127.0.0.1 http");
      assertThat(answer.value("secure")).startsWith("false");
      assertThat(answer.text()).containsIgnoringCase(header.replace(": ", "=[") + "]");
    }
  }
}
