package dev.perennial.agent.servers;

import dev.perennial.agent.servers.RawClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Clients of all kinds, each of which makes the same calls. */
final class Callers {
  private Callers() {}

  /** Sends a request and reads the answer. */
  interface Caller {
    Answer call(Call call) throws Exception;
  }

  private interface Opening {
    RawClient open() throws IOException;
  }

  static Caller plain(int port) {
    return raw(() -> new RawClient(port));
  }

  static Caller tls(int port, SSLContext context) {
    return raw(
        () -> {
          Socket socket =
              context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
          return new RawClient(socket);
        });
  }

  static Caller unix(Path path) {
    return raw(() -> new RawClient(SocketChannel.open(UnixDomainSocketAddress.of(path))));
  }

  /** Each call on a connection of its own; tells the client's port as a header of the answer. */
  private static Caller raw(Opening opening) {
    return call -> {
      try (RawClient client = opening.open()) {
        List<String> headers = new ArrayList<>(call.headers());
        if (call.chunked()) {
          headers.add("Transfer-Encoding: chunked");
        } else if (call.body().length > 0) {
          headers.add("Content-Length: " + call.body().length);
        }
        client.sendHead(call.method(), call.target(), "HTTP/1.1", headers.toArray(new String[0]));
        if (call.chunked()) {
          client.out.write(chunks(call));
        } else {
          client.out.write(call.body());
        }
        Answer answer = client.read(call.method());
        answer.headers().add("client-port: " + client.localPort);
        return answer;
      }
    };
  }

  private static byte[] chunks(Call call) {
    StringBuilder text = new StringBuilder();
    byte[] body = call.body();
    for (int at = 0; at < body.length; at += 3000) {
      int count = Math.min(3000, body.length - at);
      text.append(Integer.toHexString(count)).append("\r\n");
      text.append(new String(body, at, count, StandardCharsets.ISO_8859_1)).append("\r\n");
    }
    text.append("0\r\n");
    for (String trailer : call.trailers()) {
      text.append(trailer).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * The JDK's client, which speaks HTTP/2 where the server does: without TLS by an upgrade first.
   *
   * @param context null for no TLS
   */
  static Caller http2(int port, @Nullable SSLContext context) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .connectTimeout(Duration.ofSeconds(20));
    if (context != null) {
      builder.sslContext(context);
    }
    HttpClient client = builder.build();
    String base = (context == null ? "http" : "https") + "://localhost:" + port;
    return call -> {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + call.target()))
              .timeout(Duration.ofSeconds(30))
              .method(call.method(), body(call));
      for (String header : call.headers()) {
        int colon = header.indexOf(':');
        request.header(header.substring(0, colon), header.substring(colon + 1).strip());
      }
      return answer(client.send(request.build(), BodyHandlers.ofByteArray()));
    };
  }

  private static BodyPublisher body(Call call) {
    if (call.chunked()) {
      return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(call.body()));
    }
    return call.body().length == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.ofByteArray(call.body());
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    List<String> headers = new ArrayList<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> values.forEach(value -> headers.add(name + ": " + value)));
    String status = response.version() + " " + response.statusCode() + " ";
    return new Answer(status.toUpperCase(Locale.ROOT), headers, response.body());
  }
}
