package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PlainApplicationIT {
  private static PlainApplication at(int port) {
    return new PlainApplication(URI.create("http://127.0.0.1:" + port), 5_000);
  }

  @Test
  void theStatusComesWithTheWholeAnswer() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    CompletableFuture<String> seen = new CompletableFuture<>();
    server.createContext(
        "/",
        exchange -> {
          seen.complete(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.sendResponseHeaders(404, 100_000);
          exchange.getResponseBody().write(new byte[100_000]);
          exchange.close();
        });
    server.start();
    try {
      assertThat(at(server.getAddress().getPort()).ask("GET", "/shop/?page=1")).isEqualTo(404);
      assertThat(seen.get()).isEqualTo("GET /shop/?page=1");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anAnswerThatIsNoneIsToldAsItIs() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> answered =
          CompletableFuture.runAsync(
              () -> {
                try (var client = server.accept()) {
                  client
                      .getOutputStream()
                      .write("220 mail.example.com\r\n".getBytes(StandardCharsets.US_ASCII));
                  client.shutdownOutput();
                  client.getInputStream().readAllBytes();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });

      assertThatThrownBy(() -> at(server.getLocalPort()).ask("GET", "/"))
          .isInstanceOf(IOException.class)
          .hasMessage("its answer is 220 mail.example.com");
      answered.get();
    }
  }
}
