package dev.perennial.agent.peer;

import dev.perennial.agent.relay.RelayHeader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Asks this server's own connector for an answer, which costs the application nothing and makes no
 * session, as a relayed request, so that it is this application that answers and no successor. Any
 * answer below 500 counts.
 */
public final class AppProbe {
  private static final int LIMIT_MILLIS = 2_000;

  private AppProbe() {}

  /** Returns why the application counts as not answering; null if it does. Blocks, bounded. */
  public static @Nullable String refusal(String appUrl, String token, String self) {
    if (appUrl.isEmpty() || token.isEmpty()) {
      return "its address is not known yet";
    }
    URI uri = URI.create(appUrl);
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort()),
          LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      String request =
          "OPTIONS * HTTP/1.1\r\nHost: "
              + uri.getAuthority()
              + "\r\nConnection: close\r\nUser-Agent: perennial\r\n"
              + RelayHeader.NAME
              + ": "
              + new RelayHeader(
                      token,
                      self,
                      new dev.perennial.agent.container.Exchange.Client(
                          "127.0.0.1", socket.getLocalPort(), "http", uri.getPort()))
                  .format()
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String status =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
              .readLine();
      return status != null
              && status.startsWith("HTTP/1.")
              && Integer.parseInt(status.substring(9, 12)) < 500
          ? null
          : "its answer is " + status;
    } catch (IOException | RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
