package dev.perennial.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes what comes to a port of loopback on to the same port of another address. */
final class Forwarder implements AutoCloseable {
  private static final int BACKLOG = 200;

  private final ServerSocket listening;
  private final InetSocketAddress target;

  Forwarder(String address, int port) throws IOException {
    listening = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    target = new InetSocketAddress(address, port);
    start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        start(() -> join(client));
      }
    } catch (IOException e) {
      // Closed.
      return;
    }
  }

  private void join(Socket client) {
    Socket server = new Socket();
    try {
      server.connect(target);
    } catch (IOException e) {
      // Nobody is there: the client sees its connection end at once.
      reset(client);
      reset(server);
      return;
    }
    start(() -> copy(client, server));
    copy(server, client);
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One end broke: so does the other.
      reset(from);
      reset(to);
    }
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is gone already.
      return;
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "forwarder");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
