package dev.perennial.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HeadTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "GET /ready HTTP/1.1, GET, /ready",
    "GET /ready HTTP/1.0, GET, /ready",
    "HEAD / HTTP/1.1, HEAD, /",
    "GET /cluster?pretty=1 HTTP/1.1, GET, /cluster",
    "GET /read%79 HTTP/1.1, GET, /ready",
    "GET http://localhost:9470/live HTTP/1.1, GET, /live",
    "OPTIONS * HTTP/1.1, OPTIONS, *",
    "CONNECT localhost:80 HTTP/1.1, CONNECT, ''",
  })
  void requestsAreRead(String line, String method, String path) {
    for (String end : new String[] {"\r\n", "\n"}) {
      Head head = Head.of(end + line + end + "Host: localhost" + end + end);

      assertThat(head)
          .isInstanceOfSatisfying(
              Head.Request.class,
              request -> {
                assertThat(request.method()).isEqualTo(method);
                assertThat(request.path()).isEqualTo(path);
                assertThat(request.header("host")).isEqualTo("localhost");
                assertThat(request.header("cookie")).isNull();
              });
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "'', 400",
    "GET, 400",
    "GET /ready, 400",
    "GET  /ready HTTP/1.1, 400",
    "GET /ready HTTP/1.1 more, 400",
    "G(T /ready HTTP/1.1, 400",
    "GET /ready SMTP/1.1, 400",
    "GET /%zz HTTP/1.1, 400",
    "GET /ready HTTP/2.0, 505",
    "GET /ready HTTP/1.10, 505",
    "'GET /ready HTTP/1.1\nno header', 400",
    "'GET /ready HTTP/1.1\nHost : localhost', 400",
    "'GET /ready HTTP/1.1\nA: b\n folded', 400",
    "'GET /ready HTTP/1.1\nHost: localhost\nhost: evil.example', 400",
  })
  void othersAreRefused(String text, int status) {
    assertThat(Head.of(text + "\n\n"))
        .isInstanceOfSatisfying(
            Head.Malformed.class,
            malformed -> assertThat(malformed.answer().status()).isEqualTo(status));
  }

  @Test
  void whateverComesIsARequestOrIsNone() {
    Random random = new Random(7);
    String some = "GET /:HTTP1.\r\n \t%?#[]\0\u00ff";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(i % 2 == 0 ? "GET / HTTP/1.1\r\n" : "");
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append(some.charAt(random.nextInt(some.length())));
      }

      assertThat(Head.of(text.toString())).isNotNull();
    }
  }
}
