package dev.perennial.agent.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;

/**
 * Whether the JDK's HTTP server can be opened. One that cannot be leaves descriptors behind that
 * nobody can close, up to three a try, and the endpoint is tried for ever.
 */
final class HttpProspect {
  private HttpProspect() {}

  /**
   * @throws IOException in words for an operator, if address or descriptors are not to be had
   * @throws OutOfMemoryError if no thread is
   */
  static void mustBeThere(InetSocketAddress address) throws IOException {
    try (ServerSocketChannel socket = ServerSocketChannel.open();
        Selector selector = Selector.open()) {
      socket.configureBlocking(false);
      socket.bind(address);
      selector.wakeup();
    } catch (BindException e) {
      throw new IOException(
          "the HTTP endpoint cannot listen at "
              + address.getAddress().getHostAddress()
              + ":"
              + address.getPort()
              + " ("
              + e.getMessage()
              + "); there is none now. Set perennial.http.port to a free port, or to 0 for any",
          e);
    }
    Thread thread = new Thread(() -> {}, "perennial-http-try");
    thread.setDaemon(true);
    thread.start();
  }
}
