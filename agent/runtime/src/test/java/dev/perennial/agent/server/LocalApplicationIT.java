package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.RelayHeader;
import dev.perennial.agent.duplex.Containers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LocalApplicationIT {
  /** Each as its first line, then who asks. */
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private volatile int status = 200;
  private volatile String token = "token";
  private ServerSocket connector;
  private CompletableFuture<Void> answering;
  private LocalApplication application;

  @BeforeEach
  void open() throws IOException {
    connector = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    answering =
        CompletableFuture.runAsync(this::answerAll, task -> new Thread(task, "connector").start());
    application =
        new LocalApplication(
            "a",
            () -> token,
            new WarmUp(List.of("/shop", "/shop?page=2"), 2, 60_000_000_000L, System::nanoTime),
            new Containers());
  }

  @AfterEach
  void close() throws IOException {
    connector.close();
    answering.join();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"200,", "404,", "499,", "500, its answer is 500", "503, its answer is 503"})
  void anyAnswerBelow500Counts(int answered, String refusal) {
    status = answered;

    assertThat(application.refusal(url())).isEqualTo(refusal);
    assertThat(requests).containsExactly("OPTIONS * HTTP/1.1 token|a");
  }

  @Test
  void theTokenIsThatOfTheMoment() {
    assertThat(application.refusal(url())).isNull();
    token = "later";

    assertThat(application.refusal(url())).isNull();

    assertThat(requests)
        .containsExactly("OPTIONS * HTTP/1.1 token|a", "OPTIONS * HTTP/1.1 later|a");
  }

  @Test
  void whereNobodyListensTheReasonIsThatOfTheNetwork() throws IOException {
    String url = url();
    close();

    assertThat(application.refusal(url)).containsIgnoringCase("refused");
  }

  @Test
  void itIsWarmedUpByWhatItsClientsAskFor() {
    WarmUp.Outcome outcome = application.warmUp(url());

    assertThat(outcome).isEqualTo(new WarmUp.Outcome(true, "warmed up by 4 requests"));
    assertThat(requests)
        .containsExactly(
            "GET /shop HTTP/1.1 token|a",
            "GET /shop?page=2 HTTP/1.1 token|a",
            "GET /shop HTTP/1.1 token|a",
            "GET /shop?page=2 HTTP/1.1 token|a");
  }

  @Test
  void anApplicationThatFailsStaysCold() {
    status = 500;

    assertThat(application.warmUp(url()).warm()).isFalse();
  }

  private String url() {
    return "http://127.0.0.1:" + connector.getLocalPort();
  }

  private void answerAll() {
    while (!connector.isClosed()) {
      try (Socket client = connector.accept()) {
        answer(client);
      } catch (IOException e) {
        if (!connector.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void answer(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    List<String> head = in.lines().takeWhile(line -> !line.isEmpty()).collect(Collectors.toList());
    RelayHeader header =
        head.stream()
            .filter(line -> line.startsWith(RelayHeader.NAME + ": "))
            .map(line -> RelayHeader.parse(line.substring(RelayHeader.NAME.length() + 2)))
            .findFirst()
            .orElseThrow();
    requests.add(head.get(0) + " " + header.token() + "|" + header.origin());
    client
        .getOutputStream()
        .write(
            ("HTTP/1.1 " + status + " So\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
  }
}
