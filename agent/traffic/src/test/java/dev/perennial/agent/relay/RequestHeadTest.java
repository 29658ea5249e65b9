package dev.perennial.agent.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestHeadTest {
  private static final Target TARGET = new Target("b", 80, "token", "server-a");

  private static String[] lines(RecordedExchange exchange) {
    RequestHead head = RequestHead.of(exchange, TARGET);
    return new String(head.bytes(), StandardCharsets.ISO_8859_1).split("\r\n", -1);
  }

  @Test
  void keepsWhatTheClientSent() {
    assertThat(
            lines(
                new RecordedExchange(
                    "GET /a%20b?c=%26 HTTP/1.1",
                    0, "Host", "shop:8080", "Cookie", "a=b", "X-Twice", "1", "X-Twice", "2")))
        .containsExactly(
            "GET /a%20b?c=%26 HTTP/1.1",
            "Host: shop:8080",
            "Cookie: a=b",
            "X-Twice: 1",
            "X-Twice: 2",
            "X-Forwarded-For: 10.0.0.1",
            "X-Forwarded-Proto: http",
            "X-Forwarded-Host: shop:8080",
            "X-Perennial-Relay: token|server-a|10.0.0.1|4711|http|80",
            "",
            "");
  }

  @Test
  void dropsWhatIsOfTheConnectionAndForgedHeaders() {
    assertThat(
            lines(
                new RecordedExchange(
                    "GET / HTTP/1.1",
                    0,
                    "Connection",
                    "keep-alive, Upgrade",
                    "Keep-Alive",
                    "5",
                    "TE",
                    "trailers",
                    "Upgrade",
                    "websocket",
                    "x-perennial-relay",
                    "t|a|1.1.1.1|1|http|80")))
        .containsExactly(
            "GET / HTTP/1.1",
            "X-Forwarded-For: 10.0.0.1",
            "X-Forwarded-Proto: http",
            "X-Perennial-Relay: token|server-a|10.0.0.1|4711|http|80",
            "",
            "");
  }

  @Test
  void believesAProxyBeforeUs() {
    assertThat(
            lines(
                new RecordedExchange(
                    "GET / HTTP/1.1",
                    0,
                    "X-Forwarded-For",
                    "192.0.2.1",
                    "X-Forwarded-For",
                    "192.0.2.2",
                    "X-Forwarded-Proto",
                    "https",
                    "X-Forwarded-Host",
                    "www")))
        .contains(
            "X-Forwarded-For: 192.0.2.1, 192.0.2.2, 10.0.0.1",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: www")
        .doesNotContain("X-Forwarded-Proto: http");
  }

  @Test
  void tellsTheBody() {
    assertThat(lines(new RecordedExchange("POST / HTTP/1.1", -1, "Content-Length", "7")))
        .contains("Transfer-Encoding: chunked")
        .doesNotContain("Content-Length: 7");
    assertThat(lines(new RecordedExchange("POST / HTTP/1.1", 7, "Content-Length", "7")))
        .contains("Content-Length: 7")
        .doesNotContain("Transfer-Encoding: chunked");
    assertThat(lines(new RecordedExchange("GET / HTTP/2.0", 0))[0]).isEqualTo("GET / HTTP/1.1");
    assertThat(lines(new RecordedExchange("GET / HTTP/1.0", 0))[0]).isEqualTo("GET / HTTP/1.0");
  }

  @Test
  void onlyWhatChangesNothingIsRepeated() {
    assertThat(RequestHead.of(new RecordedExchange("GET / HTTP/1.1", 0), TARGET).isRepeatable())
        .isTrue();
    assertThat(RequestHead.of(new RecordedExchange("GET / HTTP/1.1", 5), TARGET).isRepeatable())
        .isFalse();
    assertThat(RequestHead.of(new RecordedExchange("POST / HTTP/1.1", 0), TARGET).isRepeatable())
        .isFalse();
  }
}
