package dev.perennial.agent.peer;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells a server that is dead from one that is merely out of sight. Thread-safe; blocks, bounded.
 *
 * @param addresses where each server's agent answers, as far as known
 */
public record PeerProcess(Function<String, Optional<InetSocketAddress>> addresses) {
  private static final int CONNECT_MILLIS = 1_000;

  /** Where its host answers that nobody listens, the process is dead; silence proves nothing. */
  public boolean isDead(String server) {
    Optional<InetSocketAddress> address = addresses.apply(server);
    if (address.isEmpty()) {
      return false;
    }
    try (Socket socket = new Socket()) {
      socket.connect(address.get(), CONNECT_MILLIS);
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
