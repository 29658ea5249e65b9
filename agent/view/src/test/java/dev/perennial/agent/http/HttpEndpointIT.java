package dev.perennial.agent.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.status.FakeStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class HttpEndpointIT {
  private final FakeStatus status = new FakeStatus();
  private final List<Exception> failures = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger metricsMade = new AtomicInteger();
  private volatile CountDownLatch metricsWait = new CountDownLatch(0);
  private volatile String metricsText = "perennial_verdict 0.0\n";
  private volatile boolean metricsFail;
  private HttpEndpoint endpoint;

  @BeforeEach
  void open() throws IOException {
    endpoint = open(0, Duration.ofMillis(500));
  }

  private HttpEndpoint open(int port, Duration limit) throws IOException {
    return open(new HttpSettings("127.0.0.1", port, limit));
  }

  private HttpEndpoint open(HttpSettings settings) throws IOException {
    return HttpEndpoint.open(
        settings,
        status,
        () -> {
          if (metricsFail) {
            throw new IllegalStateException("no metrics");
          }
          metricsMade.incrementAndGet();
          try {
            metricsWait.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return metricsText;
        },
        failures::add,
        System::nanoTime);
  }

  @AfterEach
  void close() {
    endpoint.close();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(endpoint.url() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send("GET", path);
  }

  /** Sends bytes as they are and returns the first line of the answer. */
  private String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      byte[] answer = socket.getInputStream().readAllBytes();
      return new String(answer, UTF_8).lines().findFirst().orElse("");
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), endpoint.address().getPort());
  }

  /** Connections that are closed in the end. */
  private final class Sockets implements AutoCloseable {
    private final List<Socket> all = new ArrayList<>();

    Socket connect() throws IOException {
      Socket socket = HttpEndpointIT.this.connect();
      socket.setSoTimeout(20_000);
      all.add(socket);
      return socket;
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : all) {
        socket.close();
      }
    }
  }

  @Test
  void readinessFollowsTheAvailableList() throws Exception {
    assertThat(get("/ready").statusCode()).isEqualTo(200);

    status.ready = false;

    HttpResponse<String> answer = get("/ready");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("not ready: hands over to b\n");
    assertThat(get("/live").statusCode()).as("still live").isEqualTo(200);
  }

  @Test
  void theClusterIsJson() throws Exception {
    HttpResponse<String> answer = get("/cluster");

    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body())
        .startsWith("{\"version\":1,\"server\":\"a\",\"known\":true,\"epoch\":7,")
        .contains("\"available\":[\"a\"],\"spares\":[\"b\"]", "\"stageReason\":\"\\\"why\\\"\"")
        .contains("\"loadRatio\":null");
    status.inCluster = false;
    assertThat(get("/cluster").body()).contains("\"known\":false");
  }

  @Test
  void metricsAndThePageAreServed() throws Exception {
    assertThat(get("/metrics").body()).isEqualTo("perennial_verdict 0.0\n");
    assertThat(get("/").body()).contains("/ready");
    assertThat(get("/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void nothingCanBeOrdered() throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
      assertThat(send(method, "/ready").statusCode()).as(method).isEqualTo(405);
    }
  }

  @Test
  void aHeadAnswersAsAGetWithoutTheBody() throws Exception {
    HttpResponse<String> answer = send("HEAD", "/live");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("Content-Length")).contains("5");
  }

  @Test
  void aPageOfAnotherNameIsRefused() throws Exception {
    assertThat(raw("GET /cluster HTTP/1.1\r\nHost: evil.example\r\n\r\n")).contains("403");
    assertThat(raw("GET /cluster HTTP/1.1\r\nHost: localhost\r\n\r\n")).contains("200");
    assertThat(raw("GET /ready HTTP/1.0\r\n\r\n")).contains("200");
  }

  /** That it is not loopback counts, not where the client comes from. */
  @Test
  void offLoopbackTheClusterIsForWhoeverSendsTheToken() throws Exception {
    endpoint.close();
    AccessToken token = AccessToken.of("mZ4tq0LwX9cRb7Ke");
    endpoint = open(new HttpSettings("0.0.0.0", 0, Duration.ofSeconds(5), token));

    assertThat(get("/live").statusCode()).isEqualTo(200);
    assertThat(get("/ready").statusCode()).isEqualTo(200);
    assertThat(get("/metrics").statusCode()).isEqualTo(401);
    HttpResponse<String> refused = get("/cluster");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(refused.body()).contains("perennial.http.token-file");
    assertThat(raw("GET /cluster HTTP/1.0\r\nAuthorization: Bearer mZ4tq0LwX9cRb7Ke\r\n\r\n"))
        .contains("200");
    assertThat(raw("GET /cluster HTTP/1.0\r\nAuthorization: Bearer another\r\n\r\n"))
        .contains("401");
  }

  @Test
  void offLoopbackWithoutATokenTheClusterIsForNobody() throws Exception {
    endpoint.close();
    endpoint = open(new HttpSettings("0.0.0.0", 0, Duration.ofSeconds(5)));

    assertThat(get("/ready").statusCode()).isEqualTo(200);
    assertThat(get("/metrics").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = get("/cluster");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("perennial.http.bind", "perennial.http.token-file");
  }

  @Test
  void aPortInUseIsSaidInOneMessage() {
    assertThatThrownBy(() -> open(endpoint.address().getPort(), Duration.ofSeconds(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen at 127.0.0.1:" + endpoint.address().getPort())
        .hasMessageContaining("perennial.http.port");
  }

  @Test
  void anAnswerThatFailsIsToldAndTheNextOneServed() throws Exception {
    metricsFail = true;
    assertThat(get("/metrics").statusCode()).isEqualTo(500);
    assertThat(failures).hasSize(1);

    assertThat(get("/live").statusCode()).isEqualTo(200);
  }

  /** More than there are places: those that came first are hung up on, and nobody else. */
  @ParameterizedTest(name = "each of 300 sends {0}")
  @ValueSource(strings = {"", "GET /live HT"})
  void manyWhoAskForNothingKeepNobodyFromAnAnswer(String half) throws Exception {
    endpoint.close();
    endpoint = open(0, Duration.ofMinutes(5));
    try (Sockets many = new Sockets()) {
      for (int i = 0; i < 300; i++) {
        many.connect().getOutputStream().write(half.getBytes(UTF_8));
        if (i % 50 == 49) {
          assertThat(raw("GET /ready HTTP/1.0\r\n\r\n")).contains("200");
        }
      }

      assertThat(raw("GET /ready HTTP/1.0\r\n\r\n")).contains("200");
      assertThat(many.all.get(0).getInputStream().read()).as("the oldest is gone").isEqualTo(-1);
      assertThat(failures).isEmpty();
    }
  }

  @Test
  void whoTakesTooLongIsCutOffWithoutAnAnswer() throws Exception {
    try (Sockets slow = new Sockets()) {
      Socket silent = slow.connect();
      Socket half = slow.connect();
      half.getOutputStream().write("GET /live HT".getBytes(UTF_8));

      assertThat(silent.getInputStream().readAllBytes()).isEmpty();
      assertThat(half.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @Test
  void aRequestThatComesByteByByteIsAnswered() throws Exception {
    try (Sockets one = new Sockets()) {
      Socket socket = one.connect();
      for (byte b : "GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8)) {
        socket.getOutputStream().write(b);
      }

      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .endsWith("\r\n\r\nlive\n");
    }
  }

  @Test
  void aRequestThatHasNoEndIsRefused() throws Exception {
    assertThat(raw("GET /live HTTP/1.1\r\nX: " + "x".repeat(Head.MAX_BYTES))).contains("431");
    assertThat(raw("nonsense\r\n\r\n")).contains("400");
  }

  /** As a client does that has said all that it wants to say. */
  @Test
  void whoClosesHisSideGetsHisAnswerStill() throws Exception {
    for (String path : List.of("/live", "/cluster", "/metrics")) {
      try (Sockets one = new Sockets()) {
        Socket socket = one.connect();
        socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(UTF_8));
        socket.shutdownOutput();

        assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
            .as(path)
            .startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void anAnswerThatTakesItsTimeHoldsUpNoProbe() throws Exception {
    metricsWait = new CountDownLatch(1);
    try (Sockets many = new Sockets()) {
      for (int i = 0; i < 20; i++) {
        many.connect().getOutputStream().write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(UTF_8));
      }
      await().until(() -> metricsMade.get() > 0);

      assertThat(raw("GET /ready HTTP/1.0\r\n\r\n")).contains("200");
      assertThat(raw("GET /cluster HTTP/1.0\r\n\r\n")).contains("200");
      assertThat(metricsMade).hasValue(1);
    } finally {
      metricsWait.countDown();
    }
  }

  /** More than the kernel takes at once. */
  @Test
  void aLongAnswerComesWholeThoughItsReaderIsSlow() throws Exception {
    metricsText = "x".repeat(20 << 20);
    try (Sockets one = new Sockets()) {
      Socket socket = one.connect();
      socket.getOutputStream().write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(UTF_8));
      await().until(() -> metricsMade.get() == 1);
      assertThat(raw("GET /ready HTTP/1.0\r\n\r\n")).contains("200");

      assertThat(socket.getInputStream().readAllBytes()).hasSizeGreaterThan(20 << 20);
    }
  }

  @Test
  void itsThreadsAreFewAndDaemons() throws Exception {
    for (int i = 0; i < 20; i++) {
      get("/live");
    }

    get("/metrics");
    get("/cluster");

    assertThat(threads()).hasSizeBetween(1, 3).allMatch(Thread::isDaemon);

    endpoint.close();
    await().until(() -> threads().isEmpty());
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("perennial-http-"))
        .collect(Collectors.toList());
  }
}
