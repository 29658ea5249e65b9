package dev.perennial.agent.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
  /** Never connected: gives the bytes one by one, as a slow network would. */
  private static HttpInput input(String text) throws IOException {
    InputStream bytes =
        new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(1, length));
          }
        };
    return new HttpInput(
        new Socket() {
          @Override
          public InputStream getInputStream() {
            return bytes;
          }
        });
  }

  private static String body(String method, String answer) throws IOException {
    HttpInput in = input(answer);
    AnswerContent content = AnswerContent.of(AnswerHead.read(in), method, in);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] bytes = new byte[7];
    for (int count = content.read(bytes); count >= 0; count = content.read(bytes)) {
      all.write(bytes, 0, count);
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | 200 OK~Content-Length: 3~~abcdef                            | abc
          GET  | 200 OK~~until the end                                       | until the end
          GET  | 200 OK~Transfer-Encoding: chunked~~3~abc~A;x=y~0123456789~0~~ | abc0123456789
          GET  | 200 OK~Transfer-Encoding: chunked~~1~a~0~Trailer: x~~       | a
          GET  | 200 OK~Content-Length: 0~~                                  | ''
          HEAD | 200 OK~Content-Length: 3~~                                  | ''
          GET  | 204 No Content~~                                            | ''
          GET  | 304 Not Modified~Content-Length: 3~~                        | ''
          """)
  void readsABodyInEachForm(String method, String answer, String expected) throws IOException {
    assertThat(body(method, "HTTP/1.1 " + answer.replace("~", "\r\n"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 2",
        "HTTP/1.1 abc~~",
        "SSH-2.0~~",
        "HTTP/1.1 200 OK~no colon~~",
        "HTTP/1.1 200 OK~Content-Length: 3~~ab",
        "HTTP/1.1 200 OK~Content-Length: x~~ab",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~ab",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~abc~",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2~abc~0~~",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~-1~abc~0~~",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~x~abc~0~~"
      })
  void whatIsNotWholeOrNotHttpFails(String answer) {
    assertThatIOException().isThrownBy(() -> body("GET", answer.replace("~", "\r\n")));
  }

  @Test
  void headersOfTheConnectionDoNotGoOn() throws IOException {
    AnswerHead head =
        AnswerHead.read(
            input(
                "HTTP/1.1 200 OK~Set-Cookie: a~set-cookie: b~Connection: close~Keep-Alive: 5~~"
                    .replace("~", "\r\n")));

    assertThat(head.endToEnd()).containsExactly("Set-Cookie", "a", "set-cookie", "b");
    assertThat(head.keepsConnection()).isFalse();
  }
}
