package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients are told when they are to come back elsewhere; clients are the JDK's, and raw. */
@Execution(ExecutionMode.CONCURRENT)
class PoliteEndIT {
  /** The older ones are in {@link PoliteEndOlderIT}. */
  static List<TomcatVersion> versions() {
    return List.of(TomcatVersion.ELEVEN);
  }

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofSeconds(8);
  private static final int GOAWAY = 7;

  @TempDir Path folder;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ManyConnectors tomcat;

  private void start(TomcatVersion version, ConnectorKind... kinds) {
    tomcat = version.connect(folder, kinds);
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    if (tomcat != null) {
      tomcat.close();
    }
  }

  private CompletableFuture<Integer> webSocket(ConnectorKind kind) {
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://127.0.0.1:" + tomcat.port(kind) + "/ws"), new Closing(closed))
            .join();
    socket.sendText("hello", true).join();
    return closed;
  }

  /** Keeps the code that a WebSocket is closed with. */
  private record Closing(CompletableFuture<Integer> code) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      code.complete(status);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      code.completeExceptionally(error);
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void webSocketsAreToldThatTheServerGoesAwayAndHoldNothing(TomcatVersion version)
      throws Exception {
    start(version, ConnectorKind.HTTP, ConnectorKind.HTTP_NIO2);
    List<CompletableFuture<Integer>> closed =
        List.of(webSocket(ConnectorKind.HTTP), webSocket(ConnectorKind.HTTP_NIO2));
    long began = System.nanoTime();

    assertThat(tomcat.container().quiesce(LIMIT)).isZero();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    for (CompletableFuture<Integer> code : closed) {
      assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
    }
  }

  /** While it is, whoever comes is served, and told that the connection is for this once. */
  @ParameterizedTest
  @MethodSource("versions")
  void webSocketsAreToldWithinASpreadWhileTheServerServesOn(TomcatVersion version)
      throws Exception {
    start(version, ConnectorKind.HTTP);
    List<CompletableFuture<Integer>> closed = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      closed.add(webSocket(ConnectorKind.HTTP));
    }

    tomcat.container().seeOff(Duration.ofSeconds(2));

    await().until(() -> closed.stream().anyMatch(CompletableFuture::isDone));
    assertThat(closed).as("all at one moment").anyMatch(code -> !code.isDone());
    for (CompletableFuture<Integer> code : closed) {
      assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
    }
    RawClient.Answer answer = RawClient.get(tomcat.port(ConnectorKind.HTTP), "/echo");
    assertThat(answer.status()).contains(" 200");
    assertThat(answer.header("Connection")).isEqualTo("close");
  }

  /** It has read the handshake's answer, and reads and says nothing any more. */
  @ParameterizedTest
  @MethodSource("versions")
  void aWebSocketWhoseClientDoesNotAnswerIsCutOff(TomcatVersion version) throws Exception {
    start(version, ConnectorKind.HTTP);
    try (RawClient client = new RawClient(tomcat.port(ConnectorKind.HTTP))) {
      client.sendHead(
          "GET",
          "/ws",
          "HTTP/1.1",
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
      assertThat(client.readLine()).contains(" 101");
      long began = System.nanoTime();

      assertThat(tomcat.container().quiesce(LIMIT)).isZero();

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    }
  }

  /** Only the application knows whether it is idle; so it may stay until the limit. */
  @ParameterizedTest
  @MethodSource("versions")
  void anotherProtocolEndsAtTheLimit(TomcatVersion version) throws Exception {
    start(version, ConnectorKind.HTTP);
    try (RawClient client = new RawClient(tomcat.port(ConnectorKind.HTTP))) {
      client.sendHead("GET", "/silence", "HTTP/1.1", "Connection: Upgrade", "Upgrade: silence");
      assertThat(client.readLine()).contains(" 101");
      client.readUntil("");
      CompletableFuture<Boolean> closed =
          CompletableFuture.supplyAsync(() -> isClosed(client), threads);

      assertThat(tomcat.container().quiesce(Duration.ofSeconds(3))).isZero();

      assertThat(closed.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static boolean isClosed(RawClient client) {
    try {
      return client.isClosed();
    } catch (IOException e) {
      return true;
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void anUploadAndADownloadThatAreUnderWayEndWhole(TomcatVersion version) throws Exception {
    start(version, ConnectorKind.HTTP, ConnectorKind.HTTP_NIO2);
    int bytes = 16 << 20;
    byte[] body = new byte[bytes];
    new Random(7).nextBytes(body);
    CRC32 sum = new CRC32();
    sum.update(body);
    for (ConnectorKind kind : List.of(ConnectorKind.HTTP, ConnectorKind.HTTP_NIO2)) {
      try (RawClient up = new RawClient(tomcat.port(kind));
          RawClient down = new RawClient(tomcat.port(kind))) {
        up.sendHead("POST", "/echo", "HTTP/1.1", "Content-Length: " + bytes);
        up.out.write(body, 0, bytes / 2);
        down.sendHead("GET", "/echo?do=download&announce=1&length=" + bytes, "HTTP/1.1");
        assertThat(down.readLine()).contains(" 200");
        tomcat.container().seeOff(Duration.ZERO);
        Future<Integer> left = threads.submit(() -> tomcat.container().quiesce(LIMIT));
        assertThatThrownBy(() -> left.get(300, TimeUnit.MILLISECONDS))
            .isInstanceOf(TimeoutException.class);

        up.out.write(body, bytes / 2, bytes / 2);

        assertThat(up.read("POST").value("body")).isEqualTo(bytes + " " + sum.getValue());
        down.readUntil("");
        assertThat(down.readRest()).as("and then the connection ends").isEqualTo(bytes);
        assertThat(left.get(20, TimeUnit.SECONDS)).isZero();
        tomcat.container().resume();
      }
    }
  }

  /** As a long poll, or events that a server sends: the answer ends whole. */
  @ParameterizedTest
  @MethodSource("versions")
  void anAsynchronousRequestIsToldAtTheLimitAndMaySayALastWord(TomcatVersion version)
      throws Exception {
    start(version, ConnectorKind.HTTP, ConnectorKind.HTTP_NIO2);
    try (RawClient client = new RawClient(tomcat.port(ConnectorKind.HTTP));
        RawClient other = new RawClient(tomcat.port(ConnectorKind.HTTP_NIO2))) {
      for (RawClient each : List.of(client, other)) {
        each.sendHead("GET", "/async?do=poll", "HTTP/1.1");
        each.readUntil("begun");
      }

      assertThat(tomcat.container().quiesce(Duration.ofSeconds(10))).isZero();

      for (RawClient each : List.of(client, other)) {
        each.readUntil("the time is over");
        // The last chunk.
        each.readUntil("0");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void theNextAnswerSaysSoAndNoMoreOnceClientsMayStay(TomcatVersion version) throws Exception {
    ConnectorKind[] kinds = {
      ConnectorKind.HTTP, ConnectorKind.HTTP_NIO2, ConnectorKind.AJP, ConnectorKind.AJP_NIO2
    };
    start(version, kinds);
    for (ConnectorKind kind : kinds) {
      assertThat(keeps(kind)).as("%s at first", kind).isTrue();
    }

    tomcat.container().seeOff(Duration.ZERO);
    for (ConnectorKind kind : kinds) {
      assertThat(keeps(kind)).as("%s seen off", kind).isFalse();
    }

    tomcat.container().resume();
    for (ConnectorKind kind : kinds) {
      assertThat(keeps(kind)).as("%s again", kind).isTrue();
    }
  }

  private boolean keeps(ConnectorKind kind) throws IOException {
    if (kind.isAjp()) {
      try (AjpConnection client = new AjpConnection(tomcat.port(kind))) {
        return client.get("/echo", "x=1").reuse();
      }
    }
    try (RawClient client = new RawClient(tomcat.port(kind))) {
      return !"close".equals(client.send("GET", "/echo").header("Connection"));
    }
  }

  /** First that it begin nothing new, then, as it has nothing under way, which was the last. */
  @ParameterizedTest
  @MethodSource("versions")
  void anIdleConnectionOfHttp2IsToldTwiceAndClosed(TomcatVersion version) throws Exception {
    start(version, ConnectorKind.H2C);
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), tomcat.port(ConnectorKind.H2C))) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
      DataInputStream in = new DataInputStream(socket.getInputStream());
      assertThat(frame(in)).as("SETTINGS").isEqualTo(4);

      tomcat.container().seeOff(Duration.ZERO);

      List<Integer> last = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                while (true) {
                  int stream = lastStreamOfGoaway(in);
                  if (stream >= 0) {
                    last.add(stream);
                  }
                }
              })
          .isInstanceOf(EOFException.class);
      assertThat(last).containsExactly(Integer.MAX_VALUE, 0);
    }
  }

  private static int frame(DataInputStream in) throws IOException {
    int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    in.readFully(new byte[5 + length]);
    return type;
  }

  /** Returns what the next frame says of streams if it is a GOAWAY, or -1. */
  private static int lastStreamOfGoaway(DataInputStream in) throws IOException {
    int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    in.readFully(new byte[5]);
    byte[] payload = new byte[length];
    in.readFully(payload);
    return type == GOAWAY ? java.nio.ByteBuffer.wrap(payload).getInt() & Integer.MAX_VALUE : -1;
  }
}
