package dev.perennial.agent.link;

import java.io.Closeable;
import java.io.IOException;

/** Closes sockets. */
final class Sockets {
  private Sockets() {}

  static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more, whether it says so or not.
    }
  }
}
