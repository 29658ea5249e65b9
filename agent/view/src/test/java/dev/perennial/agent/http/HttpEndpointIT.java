package dev.perennial.agent.http;

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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpEndpointIT {
  private final FakeStatus status = new FakeStatus();
  private final List<Exception> failures = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private boolean metricsFail;
  private HttpEndpoint endpoint;

  @BeforeEach
  void open() throws IOException {
    endpoint = open(0);
  }

  private HttpEndpoint open(int port) throws IOException {
    return open(new HttpSettings("127.0.0.1", port, Duration.ofMillis(500)));
  }

  private HttpEndpoint open(HttpSettings settings) throws IOException {
    return HttpEndpoint.open(
        settings,
        status,
        () -> {
          if (metricsFail) {
            throw new IllegalStateException("no metrics");
          }
          return "perennial_verdict 0.0\n";
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
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      byte[] answer = socket.getInputStream().readAllBytes();
      return new String(answer, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), endpoint.address().getPort());
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
    assertThatThrownBy(() -> open(endpoint.address().getPort()))
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

  /** Each of them blocks a thread of the JDK's server for as long as it likes. */
  @Test
  void clientsThatSendHalfARequestDoNotBlockTheProbes() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        Socket socket = connect();
        socket.getOutputStream().write("GET /live HT".getBytes(StandardCharsets.UTF_8));
        slow.add(socket);
      }
      await().until(() -> threads().stream().filter(Thread::isAlive).count() >= 3);

      assertThat(raw("GET /ready HTTP/1.0\r\n\r\n")).contains("200");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void itsThreadsAreFewAndDaemons() throws Exception {
    for (int i = 0; i < 20; i++) {
      get("/live");
    }

    assertThat(threads()).hasSizeLessThanOrEqualTo(3).allMatch(Thread::isDaemon);
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(t -> t.getName().startsWith("HTTP-Dispatcher"))
        .allMatch(Thread::isDaemon);
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("perennial-http-"))
        .collect(Collectors.toList());
  }
}
