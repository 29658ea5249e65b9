package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.servers.RawClient.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    final RunningTomcat a;
    final RunningTomcat b;

    Pair(TomcatVersion version) {
      Path at = folder.resolve(version.name());
      RecordedEvents events = new RecordedEvents();
      b = version.start(ofB, events, at.resolve("b"), "/shop");
      // The adapter finds it with the first request, at the latest.
      b.attach(ofB, events);
      RelayingGate ofA = new RelayingGate();
      ofA.target = events.container;
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
}
