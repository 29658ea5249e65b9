package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.relay.RelayException.Kind;
import dev.perennial.agent.servers.RawClient.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
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
    final RelayingGate gate = new RelayingGate();
    final RunningTomcat a;
    final RunningTomcat b;

    Pair(TomcatVersion version) {
      Path at = folder.resolve(version.name());
      b = version.start(new RelayingGate(), new RecordedEvents(), at.resolve("b"), "/shop");
      a = version.start(gate, new RecordedEvents(), at.resolve("a"), "/shop");
    }
  }

  private static Pair pair(TomcatVersion version) {
    Pair pair = PAIRS.computeIfAbsent(version, Pair::new);
    pair.gate.port = pair.b.port();
    pair.gate.nextPort = 0;
    pair.gate.token = "token";
    return pair;
  }

  @AfterAll
  static void stop() {
    for (Pair pair : PAIRS.values()) {
      pair.gate.close();
      pair.a.close();
      pair.b.close();
    }
  }

  static Stream<Arguments> kinds() {
    return Stream.of(TomcatVersion.values())
        .flatMap(
            version -> Stream.of(RequestKind.values()).map(kind -> Arguments.of(version, kind)));
  }

  /** As the relay asks B, without going through A. */
  private static final String DIRECT = "X-Perennial-Relay: token|test|127.0.0.1|4711|http|8080";

  @ParameterizedTest
  @MethodSource("kinds")
  void anAnswerIsTheSameAsWithoutTheRelay(TomcatVersion version, RequestKind kind)
      throws Exception {
    Pair pair = pair(version);
    Answer direct;
    Answer relayed;

    try (RawClient client = new RawClient(pair.b.port(), DIRECT)) {
      direct = kind.send(client);
    }
    try (RawClient client = new RawClient(pair.a.port())) {
      relayed = kind.send(client);
      assertThat(relayed.header("Connection")).isEqualTo("close");
      assertThat(client.isClosed()).isTrue();
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
      if (!line.startsWith("Date:")
          && !line.startsWith("Connection:")
          && !line.startsWith("Keep-Alive:")) {
        lines.add(line);
      }
    }
    lines.sort(null);
    return lines;
  }

  @ParameterizedTest
  @EnumSource
  void theApplicationSeesTheClientAndNoRelay(TomcatVersion version) throws Exception {
    Pair pair = pair(version);

    Answer answer =
        RawClient.get(
            pair.a.port(), "/shop/echo", "X-Perennial-Relay: token2|x|10.0.0.1|1|https|443");

    assertThat(answer.value("client")).isEqualTo("127.0.0.1 http");
    assertThat(answer.value("secure")).isEqualTo("false port=8080");
    assertThat(answer.text()).doesNotContain("perennial").doesNotContain("10.0.0.1");
  }

  @ParameterizedTest
  @EnumSource
  void onlyATokenMakesTheClientAnother(TomcatVersion version) throws Exception {
    Pair pair = pair(version);

    Answer trusted =
        RawClient.get(
            pair.b.port(), "/shop/echo", "X-Perennial-Relay: token|x|10.0.0.1|99|https|8443");
    assertThat(trusted.value("client")).isEqualTo("10.0.0.1 https");
    assertThat(trusted.value("secure")).isEqualTo("true port=8443");
    assertThat(trusted.text()).doesNotContain("erennial-");
  }

  @ParameterizedTest
  @EnumSource
  void flushedPiecesArriveOneByOne(TomcatVersion version) throws Exception {
    try (RawClient client = new RawClient(pair(version).a.port())) {
      client.sendHead("GET", "/shop/echo?do=ticks", "HTTP/1.1");
      while (!client.readLine().isEmpty()) {
        // Headers.
      }
      long[] at = new long[4];
      for (int i = 0; i < at.length; i++) {
        String line = client.readLine();
        while (!line.startsWith("tick")) {
          line = client.readLine();
        }
        at[i] = System.nanoTime();
      }
      assertThat((at[3] - at[0]) / 1_000_000).isBetween(300L, 2000L);
      assertThat((at[1] - at[0]) / 1_000_000).isGreaterThan(80L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeadServerLeavesTheRequestToTheCaller(TomcatVersion version) throws Exception {
    Pair pair = pair(version);
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      pair.gate.port = free.getLocalPort();
    }

    assertThat(RawClient.get(pair.a.port(), "/shop/echo").status()).contains(" 503");
    assertThat(pair.gate.last.kind()).isEqualTo(Kind.UNREACHED);
    assertThat(pair.gate.last.retryable()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatDoesNotOwnTheSessionLeavesItToTheCaller(TomcatVersion version) throws Exception {
    Pair pair = pair(version);
    answerWith(pair, "HTTP/1.1 421 no\r\nX-Perennial-Relay: not-there\r\n\r\n");

    assertThat(RawClient.get(pair.a.port(), "/shop/echo").status()).contains(" 503");
    assertThat(pair.gate.last.kind()).isEqualTo(Kind.NOT_THERE);
  }

  /** It was asked while it handed the session over: the next one gets the whole request. */
  @ParameterizedTest
  @EnumSource
  void aSmallBodyGoesOnToTheServerThatOwnsTheSession(TomcatVersion version) throws Exception {
    Pair pair = pair(version);
    pair.gate.nextPort = pair.b.port();
    answerWith(pair, "HTTP/1.1 421 no\r\nX-Perennial-Relay: not-there\r\n\r\n");
    CRC32 sum = new CRC32();
    sum.update(new byte[] {1, 2, 3});

    try (RawClient client = new RawClient(pair.a.port())) {
      client.sendHead("POST", "/shop/echo", "HTTP/1.1", "Content-Length: 3");
      client.out.write(new byte[] {1, 2, 3});
      assertThat(client.read("POST").value("body")).isEqualTo("3 " + sum.getValue());
    }
    try (RawClient client = new RawClient(pair.a.port())) {
      pair.gate.port = pair.b.port();
      client.sendHead("POST", "/shop/echo", "HTTP/1.1", "Content-Length: 1");
      client.out.write(new byte[1]);
      assertThat(client.read("POST").value("body")).as("its own").startsWith("1 ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfAnAnswerIsNeverTakenForAWhole(TomcatVersion version) throws Exception {
    Pair pair = pair(version);
    for (String half :
        new String[] {
          "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n300\r\nabc\r\n"
        }) {
      answerWith(pair, half);
      boolean broken = false;
      try {
        RawClient.get(pair.a.port(), "/shop/echo");
      } catch (EOFException | SocketException e) {
        broken = true;
      }
      assertThat(broken).as(half).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPostThatGotNoAnswerIsCutAndNotSentAgain(TomcatVersion version) throws Exception {
    Pair pair = pair(version);
    answerWith(pair, "");

    try (RawClient client = new RawClient(pair.a.port())) {
      client.sendHead("POST", "/shop/echo", "HTTP/1.1", "Content-Length: 3");
      client.out.write(new byte[3]);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPooledConnectionThatHasGoneIsReplaced(TomcatVersion version) throws Exception {
    Pair pair = pair(version);
    answerWith(
        pair,
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst",
        "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond");

    assertThat(RawClient.get(pair.a.port(), "/shop/echo").text()).isEqualTo("first");
    assertThat(RawClient.get(pair.a.port(), "/shop/echo").text()).isEqualTo("second");
  }

  /** Stands in for B: for each answer accepts, reads a request's head, sends it, and closes. */
  private static void answerWith(Pair pair, String... answers) throws IOException {
    ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    pair.gate.port = server.getLocalPort();
    Thread thread =
        new Thread(
            () -> {
              try (server) {
                for (String answer : answers) {
                  try (Socket socket = server.accept()) {
                    readHead(socket);
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                  }
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void readHead(Socket socket) throws IOException {
    byte[] request = new byte[64 * 1024];
    int got = 0;
    while (!new String(request, 0, got, StandardCharsets.ISO_8859_1).contains("\r\n\r\n")) {
      got += socket.getInputStream().read(request, got, request.length - got);
    }
  }
}
