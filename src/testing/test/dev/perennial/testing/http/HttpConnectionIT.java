package dev.perennial.testing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that sends what a test has it send, and breaks off where it says so. */
class HttpConnectionIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void aKeptConnectionTakesOneRequestAfterAnotherAndCountsThem() throws Exception {
    serve(
        socket -> {
          for (int i = 0; i < 2; i++) {
            readHead(socket);
            say(socket, OK);
          }
        });

    try (HttpConnection connection = open(LONG)) {
      assertThat(connection.reused()).isFalse();
      assertThat(connection.exchange(HttpRequest.get("/a")).body()).isEqualTo("ok");
      long first = connection.bytesSent();
      assertThat(connection.usable()).isTrue();
      assertThat(connection.exchange(HttpRequest.get("/a", "Cookie: b=c")).body()).isEqualTo("ok");

      assertThat(connection.reused()).isTrue();
      assertThat(connection.requestsSent()).isEqualTo(2);
      assertThat(connection.bytesSent()).isEqualTo(2 * first + "Cookie: b=c\r\n".length());
    }
  }

  @Test
  void aCloseBetweenRequestsIsSeenBeforeAnythingIsSent() throws Exception {
    serve(
        socket -> {
          readHead(socket);
          say(socket, OK);
        });

    try (HttpConnection connection = open(LONG)) {
      connection.exchange(HttpRequest.get("/"));

      Awaitility.await().until(() -> !connection.usable());
      assertThat(connection.requestsSent()).isEqualTo(1);
    }
  }

  @Test
  void noAnswerIsToldFromABrokenOne() throws Exception {
    serve(HttpConnectionIT::readHead);
    assertThat(failure(LONG).phase()).isEqualTo(HttpFailure.Phase.NO_ANSWER);

    serve(
        socket -> {
          readHead(socket);
          say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab");
        });
    assertThat(failure(LONG))
        .hasMessageContaining("body ended after 2 of 5 bytes")
        .extracting(HttpFailure::phase)
        .isEqualTo(HttpFailure.Phase.BROKEN_ANSWER);
  }

  @Test
  void aResetIsAFailure() throws Exception {
    serve(
        socket -> {
          readHead(socket);
          say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab");
          // The kernel sends a reset instead of a close.
          socket.setSoLinger(true, 0);
        });

    assertThat(failure(LONG).getCause()).isInstanceOf(IOException.class);
  }

  @Test
  void bytesAfterTheAnswerAreAFailure() throws Exception {
    serve(
        socket -> {
          readHead(socket);
          say(socket, OK + "more");
        });

    assertThat(failure(LONG)).hasMessageContaining("bytes after the end of the answer");
  }

  /** Each byte comes in time; all together do not. */
  @Test
  void theLimitIsThatOfTheWholeAnswer() throws Exception {
    serve(
        socket -> {
          readHead(socket);
          say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
          while (true) {
            TimeUnit.MILLISECONDS.sleep(5);
            say(socket, "x");
          }
        });

    assertThat(failure(Duration.ofMillis(300)))
        .hasMessageContaining("not answered in time")
        .extracting(HttpFailure::phase)
        .isEqualTo(HttpFailure.Phase.BROKEN_ANSWER);
  }

  @Test
  void whereNobodyListensNothingIsSent() throws IOException {
    server.close();

    assertThatThrownBy(() -> open(LONG))
        .isInstanceOfSatisfying(
            HttpFailure.class, e -> assertThat(e.phase()).isEqualTo(HttpFailure.Phase.CONNECT));
  }

  @Test
  void aRequestOfOneAskedForAloneIsClosedAfterItsAnswer() throws Exception {
    CompletableFuture<String> head = new CompletableFuture<>();
    serve(
        socket -> {
          head.complete(readHead(socket));
          say(socket, "HTTP/1.1 503 No\r\nContent-Length: 0\r\nRetry-After: 1\r\n\r\n");
        });

    HttpAnswer answer = Http.get(server.getLocalPort(), "/ready?x=1", "Cookie: a=b");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(head.get(30, TimeUnit.SECONDS))
        .isEqualTo(
            "GET /ready?x=1 HTTP/1.1\r\nHost: 127.0.0.1:"
                + server.getLocalPort()
                + "\r\nCookie: a=b\r\nConnection: close\r\n\r\n");
  }

  @Test
  void whatWouldBreakTheRequestIsRefused() {
    assertThatThrownBy(() -> HttpRequest.get("/a b")).hasMessage("no path: /a b");
    assertThatThrownBy(() -> HttpRequest.get("/", "A: b\r\nC: d"))
        .hasMessageContaining("no header");
  }

  private HttpConnection open(Duration limit) throws HttpFailure {
    return HttpConnection.open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()), limit);
  }

  private HttpFailure failure(Duration limit) throws HttpFailure {
    try (HttpConnection connection = open(limit)) {
      return catchThrowableOfType(
          HttpFailure.class, () -> connection.exchange(HttpRequest.get("/")));
    }
  }

  /** What the server does with the next connection, which is closed after it. */
  private interface Talk {
    void with(Socket socket) throws Exception;
  }

  private void serve(Talk talk) {
    var executor = Executors.newSingleThreadExecutor();
    var unused =
        executor.submit(
            () -> {
              try (Socket socket = server.accept()) {
                talk.with(socket);
              }
              return null;
            });
    executor.shutdown();
  }

  private static String readHead(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    return head.toString();
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
