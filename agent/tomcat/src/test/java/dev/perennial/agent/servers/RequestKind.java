package dev.perennial.agent.servers;

import dev.perennial.agent.servers.RawClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** The kinds of requests that must be answered through a relay as they are directly. */
enum RequestKind {
  GET_WITH_QUERY_AND_REPEATED_HEADERS(
      "GET", "/shop/echo/a%20b/%C3%A4?q=%26x&y=1&y=2", "X-One: 1", "X-One: 2", "Accept: */*"),
  GET_WITH_COOKIES("GET", "/shop/echo", "Cookie: a=1; b=\"2\"", "Cookie: c=3"),
  GET_WITH_PATH_PARAMETER("GET", "/shop/echo/x;v=1/y;jsessionid=abc"),
  OPTIONS("OPTIONS", "/shop/echo"),
  HEAD("HEAD", "/shop/echo"),
  HEAD_OF_KNOWN_LENGTH("HEAD", "/shop/echo?do=download&length=100000&announce=1"),
  DELETE("DELETE", "/shop/echo/1"),
  PATCH_WITHOUT_BODY("PATCH", "/shop/echo/1"),
  NOT_FOUND_BY_THE_APPLICATION("GET", "/shop/nowhere"),
  NOT_FOUND_BY_THE_SERVER("GET", "/nowhere"),
  REDIRECT("GET", "/shop/echo?do=redirect"),
  ERROR("GET", "/shop/echo?do=error"),
  FAILURE("GET", "/shop/echo?do=throw"),
  NO_CONTENT("GET", "/shop/echo?do=status&code=204"),
  NOT_MODIFIED("GET", "/shop/echo?do=status&code=304"),
  GZIP("GET", "/shop/echo?do=download&length=20000", "Accept-Encoding: gzip"),
  DOWNLOAD_OF_KNOWN_LENGTH("GET", "/shop/echo?do=download&length=20000000&announce=1"),
  DOWNLOAD_IN_CHUNKS("GET", "/shop/echo?do=download&length=20000000"),
  ASYNCHRONOUS("GET", "/shop/async?do=complete"),
  HTTP_1_0("GET", "/shop/echo?do=download&length=50000") {
    @Override
    Answer send(RawClient client) throws IOException {
      client.sendHead("GET", target, "HTTP/1.0");
      return client.read("GET");
    }
  },
  POST_OF_SMALL_LENGTH("POST", "/shop/echo") {
    @Override
    Answer send(RawClient client) throws IOException {
      return post(client, 1000, false);
    }
  },
  POST_OF_LENGTH("POST", "/shop/echo") {
    @Override
    Answer send(RawClient client) throws IOException {
      return post(client, 5_000_000, false);
    }
  },
  PUT_OF_LENGTH("PUT", "/shop/echo") {
    @Override
    Answer send(RawClient client) throws IOException {
      return post(client, 100_000, false);
    }
  },
  POST_IN_CHUNKS("POST", "/shop/echo") {
    @Override
    Answer send(RawClient client) throws IOException {
      return postChunks(client, 5_000_000);
    }
  },
  POST_THAT_COMES_BACK_WHILE_IT_IS_SENT("POST", "/shop/echo?do=back") {
    @Override
    Answer send(RawClient client) throws IOException {
      Thread sender =
          new Thread(
              () -> {
                try {
                  write(client, 5_000_000);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      client.sendHead(method, target, "HTTP/1.1", "Content-Length: 5000000");
      sender.start();
      return client.read(method);
    }
  },
  POST_THAT_WAITS_FOR_A_GO_AHEAD("POST", "/shop/echo") {
    @Override
    Answer send(RawClient client) throws IOException {
      return post(client, 200_000, true);
    }
  },
  POST_THAT_IS_NOT_WANTED("POST", "/shop/echo?do=early") {
    @Override
    Answer send(RawClient client) throws IOException {
      client.sendHead(
          method, target, "HTTP/1.1", "Content-Length: 100000", "Content-Type: text/plain");
      write(client, 100_000);
      return client.read(method);
    }
  };

  final String method;
  final String target;
  final int status;

  @SuppressWarnings("ImmutableEnumChecker") // handed to nobody
  private final String[] headers;

  RequestKind(String method, String target, String... headers) {
    this.method = method;
    this.target = target;
    this.status = expected(target);
    this.headers = headers;
  }

  private static int expected(String target) {
    if (target.contains("nowhere")) {
      return 404;
    }
    int code = target.indexOf("code=");
    if (code > 0) {
      return Integer.parseInt(target.substring(code + 5));
    }
    return target.endsWith("=early")
        ? 413
        : target.endsWith("=redirect")
            ? 302
            : target.endsWith("=error") || target.endsWith("=throw") ? 500 : 200;
  }

  Answer send(RawClient client) throws IOException {
    return client.send(method, target, headers);
  }

  Answer post(RawClient client, int length, boolean waits) throws IOException {
    if (waits) {
      client.sendHead(
          method, target, "HTTP/1.1", "Content-Length: " + length, "Expect: 100-continue");
      if (!client.readLine().startsWith("HTTP/1.1 100")) {
        throw new IOException("no go-ahead");
      }
      client.readLine();
    } else {
      client.sendHead(method, target, "HTTP/1.1", "Content-Length: " + length);
    }
    write(client, length);
    return client.read(method);
  }

  Answer postChunks(RawClient client, int length) throws IOException {
    client.sendHead(method, target, "HTTP/1.1", "Transfer-Encoding: chunked");
    Random random = new Random(1);
    for (int sent = 0; sent < length; ) {
      byte[] bytes = new byte[Math.min(length - sent, 1 + random.nextInt(30_000))];
      random.nextBytes(bytes);
      client.out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(US_ASCII));
      client.out.write(bytes);
      client.out.write("\r\n".getBytes(US_ASCII));
      sent += bytes.length;
    }
    client.out.write("0\r\n\r\n".getBytes(US_ASCII));
    return client.read(method);
  }

  private static final java.nio.charset.Charset US_ASCII = StandardCharsets.US_ASCII;

  static void write(RawClient client, int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    client.out.write(bytes);
  }
}
