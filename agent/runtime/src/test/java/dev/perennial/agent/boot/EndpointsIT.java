package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.http.AgentCheckSettings;
import dev.perennial.agent.http.HttpSettings;
import dev.perennial.agent.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the ports answer is for their own tests. */
@Timeout(60)
class EndpointsIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final FakeStatus status = new FakeStatus();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger scraped = new AtomicInteger();
  private Log log;
  private Endpoints endpoints;

  @BeforeEach
  void make() throws IOException {
    log =
        Log.open(
            directory,
            InstantSource.system(),
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    endpoints = new Endpoints(status, this::figures, () -> 1, log);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void whereNoneIsWantedNoneIsOpened() throws IOException {
    endpoints.openHttp(new HttpSettings("127.0.0.1", -1, LIMIT));
    endpoints.openAgentCheck(AgentCheckSettings.defaults());

    assertThat(endpoints.url()).isEmpty();
    assertThat(said()).doesNotContain("endpoint", "agent-check");
  }

  @Test
  void theEndpointAnswersWhereItSaysThatItIs() throws Exception {
    openHttp(0);

    assertThat(endpoints.url()).startsWith("http://127.0.0.1:");
    assertThat(said()).contains("endpoint " + endpoints.url());
    assertThat(get("/live").statusCode()).isEqualTo(200);
  }

  @Test
  void figuresAreMadeWhenTheyAreFirstAskedForAndOnce() throws Exception {
    openHttp(0);
    assertThat(get("/live").statusCode()).isEqualTo(200);
    assertThat(made).hasValue(0);

    assertThat(get("/metrics").body()).isEqualTo("scrape 1 of 1");
    assertThat(get("/metrics").body()).isEqualTo("scrape 2 of 1");
  }

  @Test
  void anEndpointThatCannotBeOpenedIsToldAndLeftOut() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      openHttp(taken.getLocalPort());
    }

    assertThat(endpoints.url()).isEmpty();
    assertThat(said())
        .contains("ERROR")
        .contains("Set perennial.http.port to a free port")
        .contains("the agent goes on without its endpoint");
  }

  @Test
  void theAgentCheckTellsOfTheLoad() throws Exception {
    openAgentCheck(-1);

    try (Socket socket = connectToAgentCheck()) {
      assertThat(socket.getInputStream().readAllBytes())
          .asString(StandardCharsets.US_ASCII)
          .isEqualTo("up ready 25%\n");
    }
  }

  @Test
  void anAgentCheckThatCannotBeOpenedIsToldAndLeftOut() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      openAgentCheck(taken.getLocalPort());
    }

    assertThat(said())
        .contains("ERROR")
        .contains("Set perennial.http.agent-check-port to a free port")
        .contains("the agent goes on without it")
        .doesNotContain("agent-check at port");
  }

  @Test
  void anAnswerThatFailsIsTold() throws Exception {
    openHttp(0);
    status.fails = true;

    assertThat(get("/ready").statusCode()).isEqualTo(500);

    assertThat(said()).contains("a request to the agent's endpoint failed").contains("planted");
  }

  @Test
  void anAgentCheckThatFailsIsTold() throws Exception {
    openAgentCheck(-1);
    status.fails = true;

    try (Socket socket = connectToAgentCheck()) {
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(said())
                      .contains("an agent-check could not be answered")
                      .contains("planted"));
    }
  }

  private Supplier<String> figures() {
    int number = made.incrementAndGet();
    return () -> "scrape " + scraped.incrementAndGet() + " of " + number;
  }

  private void openHttp(int port) {
    endpoints.openHttp(new HttpSettings("127.0.0.1", port, LIMIT));
  }

  private void openAgentCheck(int port) {
    endpoints.openAgentCheck(new AgentCheckSettings("127.0.0.1", port, 4, LIMIT, Duration.ZERO));
  }

  /** At the port that the log names. */
  private Socket connectToAgentCheck() throws IOException {
    String port = said().replaceAll("(?s).*agent-check at port (\\d+).*", "$1").strip();
    return new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(endpoints.url() + path)).timeout(LIMIT).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private String said() throws IOException {
    return Files.readString(directory.resolve("perennial.log"));
  }
}
