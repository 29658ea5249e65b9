package dev.perennial.agent.relay;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A connection to another server. Its two directions may be used by two threads. */
final class Connection implements AutoCloseable {
  private final Socket socket;
  final HttpInput in;
  final OutputStream out;

  /** When it became idle, by the pool's clock. */
  long idleSinceNanos;

  private Connection(Socket socket) throws IOException {
    this.socket = socket;
    in = new HttpInput(socket);
    out = socket.getOutputStream();
  }

  static Connection open(Target target, RelaySettings settings) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(target.host(), target.port()),
          (int) settings.connectTimeout().toMillis());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) settings.answerTimeout().toMillis());
      return new Connection(socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no more use either way.
      return;
    }
  }
}
