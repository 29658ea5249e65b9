package dev.perennial.sample.client;

import dev.perennial.testing.cluster.FreePorts;
import dev.perennial.testing.http.HttpAnswer;
import dev.perennial.testing.http.HttpConnection;
import dev.perennial.testing.http.HttpFailure;
import dev.perennial.testing.http.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A shop in a process of its own, without the agent. */
final class ServedShop implements AutoCloseable {
  final Endpoint endpoint;
  private final Process process;

  ServedShop(String name) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.next());
    endpoint = new Endpoint(name, address, address, "/health");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Dshop.name=" + name,
                "-Dshop.port=" + address.getPort(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.perennial.sample.shop.ShopServer")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  void awaitOpen() {
    Awaitility.await(endpoint.name() + " open")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> get("/health").status() == 200);
  }

  HttpAnswer get(String path) throws HttpFailure {
    return send(HttpRequest.get(path));
  }

  HttpAnswer send(HttpRequest request) throws HttpFailure {
    try (HttpConnection connection =
        HttpConnection.open(endpoint.application(), Duration.ofSeconds(20))) {
      return connection.exchange(request);
    }
  }

  long pid() {
    return process.pid();
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
