package dev.perennial.testing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  @Test
  void readsABodyOfKnownLengthAndNoFurther() throws IOException {
    InputStream in = stream("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 404 \r\n");

    HttpAnswer answer = AnswerReader.read(in);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("hi");
    assertThat(answer.closes()).isFalse();
    assertThat(in.read()).isEqualTo('H');
  }

  @Test
  void readsChunksWithTrailers() throws IOException {
    HttpAnswer answer =
        AnswerReader.read(
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
    HttpAnswer answer =
        AnswerReader.read(stream("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall"));

    assertThat(answer.body()).isEqualTo("all");
    assertThat(answer.closes()).isTrue();
  }

  @Test
  void passesOverInterimAnswers() throws IOException {
    HttpAnswer answer =
        AnswerReader.read(stream("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"));

    assertThat(answer.status()).isEqualTo(204);
  }

  @Test
  void findsTheCookieItSets() throws IOException {
    HttpAnswer answer =
        AnswerReader.read(
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
  void aBodyWithoutALengthEndsWithTheConnection() throws IOException {
    assertThat(AnswerReader.read(stream("HTTP/1.1 200 OK\r\n\r\nall")).closes()).isTrue();
    assertThat(AnswerReader.read(stream("HTTP/1.0 200\r\nContent-Length: 0\r\n\r\n")).closes())
        .isTrue();
  }

  @Test
  void readsJsonAndNothingElse() throws IOException {
    assertThat(withBody("{\"a\": [1]}").json().at("/a/0").asLong()).isEqualTo(1);

    for (String broken : List.of("", "{", "{} {}", "<html>")) {
      assertThatThrownBy(() -> withBody(broken).json())
          .as(broken)
          .isInstanceOf(HttpFailure.class)
          .hasMessageContaining("no JSON");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\na",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\nab\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "SSH-2.0-x\r\n",
        "HTTP/1.1 OK\r\n"
      })
  void aBrokenAnswerIsNoAnswer(String broken) {
    assertThatThrownBy(() -> AnswerReader.read(stream(broken))).isInstanceOf(IOException.class);
  }

  private static HttpAnswer withBody(String body) throws IOException {
    return AnswerReader.read(
        stream("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
  }

  private static InputStream lines(String... lines) {
    return stream(String.join("\r\n", lines) + "\r\n");
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
