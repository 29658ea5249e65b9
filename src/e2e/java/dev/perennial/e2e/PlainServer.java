package dev.perennial.e2e;

import com.sun.net.httpserver.HttpServer;
import dev.perennial.testing.cluster.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An application of no container that the agent knows: the JDK's own small server. */
final class PlainServer {
  private PlainServer() {}

  /** Serves on loopback until it is ended. */
  public static void main(String[] args) throws IOException {
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = "plain".getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  /** Makes this the program of a server, which is asked how it is all the same. */
  static void in(Server server) {
    String classPath =
        PlainServer.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    server.program.addAll(
        List.of("-cp", classPath, PlainServer.class.getName(), "" + server.httpPort));
    // There is no container by which it could be asked in process.
    server.settings.put("perennial.app.url", "http://127.0.0.1:" + server.httpPort);
  }
}
