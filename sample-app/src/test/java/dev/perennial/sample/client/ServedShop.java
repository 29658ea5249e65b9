package dev.perennial.sample.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A shop in a process of its own, without the agent. */
final class ServedShop implements AutoCloseable {
  final Endpoint endpoint;
  private final Process process;

  ServedShop(String name) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
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
    return send(HttpRequest.get(path, null));
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

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
