package dev.perennial.sample.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpAnswerTest {
  @Test
  void readsABodyOfKnownLengthAndNoFurther() throws IOException {
    InputStream in = stream("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 404 \r\n");

    HttpAnswer answer = HttpAnswer.read(in);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("hi");
    assertThat(answer.closes()).isFalse();
    assertThat(in.read()).isEqualTo('H');
  }

  @Test
  void readsChunksWithTrailers() throws IOException {
    HttpAnswer answer =
        HttpAnswer.read(
            lines(
                "HTTP/1.1 200 OK",
                "Transfer-Encoding: chunked",
                "",
                "3;x=y",
                "abc",
                "A",
                "0123456789",
                "0",
                "T: 1",
                ""));

    assertThat(answer.body()).isEqualTo("abc0123456789");
  }

  @Test
  void readsABodyUntilTheConnectionCloses() throws IOException {
    HttpAnswer answer = HttpAnswer.read(stream("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall"));

    assertThat(answer.body()).isEqualTo("all");
    assertThat(answer.closes()).isTrue();
  }

  @Test
  void passesOverInterimAnswers() throws IOException {
    HttpAnswer answer =
        HttpAnswer.read(stream("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"));

    assertThat(answer.status()).isEqualTo(204);
  }

  @Test
  void findsTheCookieItSets() throws IOException {
    HttpAnswer answer =
        HttpAnswer.read(
            lines(
                "HTTP/1.1 200 OK",
                "set-cookie: A=1",
                "Set-Cookie: JSESSIONID=ab.c; Path=/",
                "Retry-After: 1",
                "Content-Length: 0",
                ""));

    assertThat(answer.cookie("JSESSIONID")).contains("ab.c");
    assertThat(answer.cookie("B")).isEmpty();
    assertThat(answer.header("retry-after")).contains("1");
  }

  @Test
  void aBrokenAnswerIsNoAnswer() {
    for (String broken :
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Le",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
            "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
            "SSH-2.0-x\r\n",
            "HTTP/1.1 OK\r\n")) {
      assertThatThrownBy(() -> HttpAnswer.read(stream(broken)))
          .as(broken)
          .isInstanceOf(IOException.class);
    }
  }

  private static InputStream lines(String... lines) {
    return stream(String.join("\r\n", lines) + "\r\n");
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
