package dev.perennial.agent.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.servers.Callers.Caller;
import dev.perennial.agent.servers.RawClient.Answer;
import dev.perennial.agent.webapp.AnswerServlet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A has all requests served by B; each is also sent to B directly, by connectors of all kinds. What
 * the application sees is the same, and so is what the client gets and what the access log says.
 */
class SameAsDirectIT {
  @TempDir static Path folder;
  private static TlsKeys keys;
  private static final Map<TomcatVersion, Pair> PAIRS = new EnumMap<>(TomcatVersion.class);

  /** The kinds of connectors, in the order of each server's configuration. */
  enum Door {
    HTTP,
    NIO2,
    HTTPS,
    H2C,
    H2,
    AJP,
    PROXY,
    UNIX;

    String setting() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    int index() {
      return List.of(values()).indexOf(this);
    }

    /** Whether the client writes what it wants itself. */
    boolean isRaw() {
      return this != H2C && this != H2 && this != AJP;
    }
  }

  /** Two servers of one version, each with connectors of all kinds. */
  private static final class Pair {
    final RunningTomcat a;
    final RunningTomcat b;

    Pair(TomcatVersion version) {
      Path at = folder.resolve(version.name());
      RelayingGate ofB = new RelayingGate();
      RecordedEvents events = new RecordedEvents();
      b = version.start(ofB, events, at.resolve("b"), settings(version, "b"), "/shop");
      b.attach(ofB, events);
      RelayingGate ofA = new RelayingGate();
      ofA.target = events.container;
      a =
          version.start(
              ofA, new RecordedEvents(), at.resolve("a"), settings(version, "a"), "/shop");
    }

    /** A Unix socket's path may not be long. */
    private static Map<String, String> settings(TomcatVersion version, String name) {
      String doors = String.join(",", Stream.of(Door.values()).map(Door::setting).toList());
      return Map.of(
          "doors",
          doors,
          "keys",
          keys.folder(),
          "remoteIp",
          "yes",
          "socket",
          socket(version, name).toString());
    }

    static Path socket(TomcatVersion version, String name) {
      return folder.resolve(name + version.name().charAt(0));
    }
  }

  @BeforeAll
  static void makeKeys() throws Exception {
    keys = new TlsKeys(folder.resolve("keys"));
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

  private static Pair pair(TomcatVersion version) {
    return PAIRS.computeIfAbsent(version, Pair::new);
  }

  static Stream<Arguments> olderOnes() {
    return Stream.of(TomcatVersion.NINE, TomcatVersion.TEN)
        .flatMap(version -> Stream.of(Door.values()).map(door -> Arguments.of(version, door)));
  }

  private static Caller caller(TomcatVersion version, Door door, boolean direct) throws Exception {
    RunningTomcat at = direct ? pair(version).b : pair(version).a;
    return switch (door) {
      case HTTP, NIO2, PROXY -> Callers.plain(at.port(door.index()));
      case HTTPS -> Callers.tls(at.port(door.index()), keys.client());
      case H2C -> Callers.http2(at.port(door.index()), null);
      case H2 -> Callers.http2(at.port(door.index()), keys.client());
      case AJP -> new AjpProxy(at.port(door.index()), keys.certificate(), true)::call;
      case UNIX -> Callers.unix(Pair.socket(version, direct ? "b" : "a"));
    };
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static List<Call> calls(Door door) {
    List<Call> calls =
        new ArrayList<>(
            List.of(
                Call.get("/shop/seen/a%20b;x=1/%C3%A4?q=%26x&y=1&y=2&z", "Accept-Language: fr, en"),
                Call.get("/shop/seen?", "X-One: 1", "X-One: 2", "Cookie: a=1; b=\"2\""),
                Call.get("/shop/seen", "X-Session: new", "Cookie: JSESSIONID=none"),
                Call.get("/shop/seen;jsessionid=none", "X-Many: " + "x".repeat(3000)),
                Call.get(
                    "/shop/seen",
                    "X-Forwarded-For: 203.0.113.9",
                    "X-Forwarded-Proto: https",
                    "X-Forwarded-Host: www.other.example:9443",
                    "X-Forwarded-Port: 9443"),
                Call.of("POST", "/shop/seen?a=0", FORM)
                    .with("a=1&b=%C3%A4&a=2".getBytes(ISO_8859_1)),
                Call.of("POST", "/shop/seen", BINARY).with(random(300_000)),
                Call.of("POST", "/shop/seen", BINARY).inChunks(random(100_000)),
                Call.of("PUT", "/shop/nonblocking", BINARY).with(random(200_000)),
                Call.of("POST", "/shop/nonblocking", BINARY).inChunks(random(200_000)),
                Call.of("DELETE", "/shop/seen/1"),
                Call.of("OPTIONS", "/shop/seen"),
                Call.get("/shop/answer?do=cookies"),
                Call.get("/shop/answer?do=headers"),
                Call.get("/shop/answer?do=language"),
                Call.get("/shop/answer?do=type"),
                Call.get("/shop/answer?do=none"),
                Call.get("/shop/answer?do=unchanged"),
                Call.get("/shop/answer?do=reset"),
                Call.get("/shop/answer"),
                Call.get("/shop/nowhere"),
                Call.get("/nowhere"),
                Call.get("/shop"),
                Call.get("/shop/echo?do=redirect"),
                Call.get("/shop/echo?do=throw"),
                Call.get("/shop/echo?do=download&length=30000", "Accept-Encoding: gzip"),
                Call.get("/shop/echo?do=download&length=3000000"),
                Call.get("/shop/echo?do=download&length=3000000&announce=1"),
                Call.get("/shop/async?do=now")));
    if (door == Door.HTTP || door == Door.H2 || door == Door.AJP) {
      // These take their time.
      calls.add(Call.get("/shop/async?do=complete"));
      calls.add(Call.get("/shop/async?do=dispatch"));
    }
    if (door == Door.HTTP) {
      calls.add(Call.get("/shop/async?do=timeout"));
    }
    if (door != Door.H2 && door != Door.H2C) {
      // By HTTP/2 Tomcat lets pass a body that an application should not have written.
      calls.add(Call.of("HEAD", "/shop/seen"));
      calls.add(Call.of("HEAD", "/shop/echo?do=download&length=100000&announce=1"));
    }
    if (door != Door.AJP) {
      calls.add(Call.get("/shop/answer?do=trailers"));
    }
    if (door.isRaw()) {
      calls.add(Call.get("/shop/seen", manyHeaders()));
      calls.add(
          Call.of("POST", "/shop/seen", BINARY, "Trailer: x-sum").inChunks(random(9), "X-Sum: 7"));
      calls.add(Call.get("http://www.shop.example:81/shop/seen", "Host: www.shop.example:81"));
      calls.add(Call.get("/shop/seen", "Host:"));
      calls.add(Call.get("/shop/seen", "Host: shop.example"));
    }
    return calls;
  }

  /** 96 headers and Host, in all 7.9 kB: a little more and Tomcat answers 400. */
  private static String[] manyHeaders() {
    return IntStream.range(0, 96)
        .mapToObj(i -> "X-Number-" + i + ": " + "v".repeat(65))
        .toArray(String[]::new);
  }

  private static final Duration ZERO = Duration.ZERO;
  private static final Duration SOON = Duration.ofMillis(2);
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final String BINARY = "Content-Type: application/octet-stream";

  @ParameterizedTest
  @EnumSource
  void theApplicationSeesTheSameAndTheClientToo(Door door) throws Exception {
    compare(TomcatVersion.ELEVEN, door);
  }

  @ParameterizedTest
  @MethodSource("olderOnes")
  @Tag("full")
  void soItIsInOlderVersions(TomcatVersion version, Door door) throws Exception {
    compare(version, door);
  }

  private static void compare(TomcatVersion version, Door door) throws Exception {
    RunningTomcat a = pair(version).a;
    RunningTomcat b = pair(version).b;
    Caller direct = caller(version, door, true);
    Caller relayed = caller(version, door, false);
    a.accessLines().clear();
    b.accessLines().clear();
    if (door == Door.H2C) {
      // The first request is of HTTP/1.1, and has a line of its own that says "101".
      direct.call(Call.get("/shop/seen"));
      relayed.call(Call.get("/shop/seen"));
      await()
          .untilAsserted(
              () -> {
                assertThat(b.accessLines()).hasSize(3);
                assertThat(a.accessLines()).hasSize(1);
              });
      a.accessLines().clear();
    }
    SoftAssertions all = new SoftAssertions();
    for (Call call : calls(door)) {
      b.accessLines().clear();
      String expected = comparable(direct.call(call), version, door, true);
      String expectedLine = unported(accessLine(b), version, door, true);
      b.accessLines().clear();

      String got = comparable(relayed.call(call), version, door, false);

      all.assertThat(differences(expected, got)).as("%s", call).isEmpty();
      String line = unported(accessLine(b), version, door, false);
      all.assertThat(differences(expectedLine, line)).as("access log of %s", call).isEmpty();
    }
    all.assertAll();
    assertThat(a.accessLines()).isEmpty();
  }

  /** Returns the lines that only one of the two has. */
  private static List<String> differences(String expected, String got) {
    if (got.equals(expected)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    List<String> one = expected.lines().toList();
    List<String> other = got.lines().toList();
    one.stream().filter(line -> !other.contains(line)).forEach(line -> lines.add("- " + line));
    other.stream().filter(line -> !one.contains(line)).forEach(line -> lines.add("+ " + line));
    return lines.isEmpty() ? List.of("another order", expected, got) : lines;
  }

  /** A long body by its checksum, so that a failure can be read. */
  private static String body(Answer answer) {
    if (answer.body().length < 20_000) {
      return answer.text();
    }
    CRC32 sum = new CRC32();
    sum.update(answer.body());
    return answer.body().length + " bytes, " + sum.getValue();
  }

  private static String accessLine(RunningTomcat at) {
    await().pollDelay(ZERO).pollInterval(SOON).until(() -> at.accessLines().size() == 1);
    return at.accessLines().get(0);
  }

  /** All of an answer but what differs from one call to another, or between two servers. */
  private static String comparable(
      Answer answer, TomcatVersion version, Door door, boolean direct) {
    List<String> headers = new ArrayList<>(answer.headers());
    headers.removeIf(
        line ->
            (line.startsWith("Date: ") && !line.endsWith(AnswerServlet.DATE))
                || line.startsWith("client-port"));
    headers.sort(null);
    String text = answer.status() + "\n" + String.join("\n", headers) + "\n\n" + body(answer);
    String clientPort = answer.header("client-port");
    if (clientPort != null) {
      text = text.replaceFirst("\nremotePort=" + clientPort + "\r?\n", "\nremotePort=CLIENT\n");
    } else if (door != Door.AJP) {
      text = text.replaceFirst("\nremotePort=\\d+", "\nremotePort=CLIENT");
    }
    return unported(text, version, door, direct);
  }

  private static final Pattern SESSION = Pattern.compile("(JSESSIONID=)[0-9A-F]{32}");
  private static final Pattern CONNECTION = Pattern.compile("(connection\\.id=|connectionID=)\\w+");
  private static final Pattern TLS_SESSION = Pattern.compile("(ssl_session_id=)[0-9a-f]{64}");
  private static final Pattern DATE = Pattern.compile("(?m)^(date: ).*GMT$");

  private static String unported(String text, TomcatVersion version, Door door, boolean direct) {
    RunningTomcat at = direct ? pair(version).b : pair(version).a;
    String same = text;
    if (door != Door.UNIX) {
      same = same.replaceAll("([:=])" + at.port(door.index()) + "\\b", "$1PORT");
    }
    same = SESSION.matcher(same).replaceAll("$1ID");
    same = CONNECTION.matcher(same).replaceAll("$1ID");
    same = DATE.matcher(same).replaceAll("$1DATE");
    return TLS_SESSION.matcher(same).replaceAll("$1ID");
  }
}
