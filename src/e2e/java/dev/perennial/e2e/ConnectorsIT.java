package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server with every kind of connector restarts in place: nobody is refused at any of them, idle
 * connections hold nothing, and a WebSocket is told that the server goes away.
 */
@Timeout(600)
@Tag("full")
final class ConnectorsIT {
  @ParameterizedTest(name = "Tomcat {0}")
  @ValueSource(strings = {"11", "9"})
  void nobodyIsRefusedAtAnyConnector(String tomcat) throws Exception {
    try (Cluster cluster = Clusters.of("connectors", tomcat).with("perennial.drain.limit", "60s")) {
      Server aging = cluster.add("s1", "primary");
      ManyConnectors connectors = new ManyConnectors(aging);
      cluster.add("s2", "spare");
      cluster.start();
      saysWhereItListens(aging, connectors);
      List<Integer> chosen = connectors.chosen(1);
      List<Knocking> clients = new ArrayList<>();
      try {
        clients.add(new Knocking("http", Knocking.http(aging.httpPort)));
        clients.add(new Knocking("nio2", Knocking.http(connectors.nio2)));
        clients.add(new Knocking("https", Knocking.https(connectors.tls, connectors.trusting())));
        clients.add(new Knocking("ajp", Knocking.ajp(connectors.ajp)));
        clients.add(new Knocking("unix", Knocking.unix(connectors.unix)));
        clients.add(new Knocking("port 0", Knocking.http(chosen.get(0))));
        clients.add(new Knocking("port 0 again", Knocking.http(chosen.get(1))));
        clients.addAll(withCurl(aging, connectors));
        clients.forEach(client -> client.awaitMore(20));
        CompletableFuture<Integer> closed = openWebSocket(aging.httpPort);
        HttpClient http2 = idleHttp2(connectors);

        cluster.rejuvenate(aging);

        clients.forEach(client -> client.awaitMore(20));
        assertThat(connectors.chosen(2)).isEqualTo(chosen);
        assertThat(closed.get(1, TimeUnit.SECONDS)).isEqualTo(1001);
        assertThat(get(http2, connectors).statusCode()).isEqualTo(200);
        for (Knocking client : clients) {
          assertThat(client.finish()).as("after %s answers", client.answered()).isEmpty();
        }
        assertThat(aging.agentLog()).doesNotContain("still open");
        assertThat(aging.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
      } finally {
        clients.forEach(Knocking::close);
      }
      aging.process().destroy();
      assertThat(aging.process().waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(connectors.unix).as("left after a stop").doesNotExist();
    }
  }

  private static List<Knocking> withCurl(Server server, ManyConnectors connectors) {
    if (!Knocking.hasCurl()) {
      System.out.println("skipped: there is no curl to knock with");
      return List.of();
    }
    String page = "/examples/index.html";
    String plain = "http://127.0.0.1:" + server.httpPort + page;
    String secure = "https://127.0.0.1:" + connectors.tls + page;
    return List.of(
        new Knocking("curl", Knocking.curl(plain)),
        new Knocking("curl, TLS", Knocking.curl(secure, "--http1.1")),
        new Knocking("curl, HTTP/2", Knocking.curl(secure, "--http2")));
  }

  private static void saysWhereItListens(Server server, ManyConnectors connectors)
      throws Exception {
    String said = (String) server.call(Server.SERVER_BEAN, "checkMove");
    for (String where :
        List.of(
            "http at 127.0.0.1:" + server.httpPort,
            "http at 127.0.0.1:" + connectors.nio2,
            "https at 127.0.0.1:" + connectors.tls,
            "ajp at 127.0.0.1:" + connectors.ajp,
            "http at " + connectors.unix)) {
      assertThat(said).contains("connector " + where + ": goes on listening over a restart");
      assertThat(server.agentLog()).containsPattern("connectors: .*" + where);
    }
    assertThat(said.lines().filter(line -> line.contains("port 0 is configured"))).hasSize(2);
  }

  private static CompletableFuture<Integer> openWebSocket(int port) {
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://127.0.0.1:" + port + "/examples/websocket/echoProgrammatic"),
                new Closing(closed))
            .join();
    socket.sendText("hello", true).join();
    return closed;
  }

  private record Closing(CompletableFuture<Integer> code) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      code.complete(status);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      code.completeExceptionally(error);
    }
  }

  /** Returns a client that has had an answer, and keeps its connection without using it. */
  private static HttpClient idleHttp2(ManyConnectors connectors) throws Exception {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .sslContext(connectors.trusting())
            .build();
    assertThat(get(client, connectors).version()).isEqualTo(HttpClient.Version.HTTP_2);
    return client;
  }

  private static HttpResponse<String> get(HttpClient client, ManyConnectors connectors)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + connectors.tls + "/examples/index.html"))
            .timeout(Duration.ofMinutes(1))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
