package dev.perennial.coordinator.hazelcast;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody on the way: passes on what comes to a port of his, both ways, and keeps a copy. */
final class RecordingPipe implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** Guarded by itself. */
  private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();

  RecordingPipe(int target) throws IOException {
    this.target = target;
    begin("pipe", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  byte[] recorded() {
    synchronized (recorded) {
      return recorded.toByteArray();
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket from = listener.accept();
      Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.addAll(List.of(from, to));
      begin("there", () -> pass(from, to));
      begin("back", () -> pass(to, from));
    }
  }

  private void pass(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      byte[] bytes = new byte[8192];
      for (int n = from.getInputStream().read(bytes);
          n >= 0;
          n = from.getInputStream().read(bytes)) {
        synchronized (recorded) {
          recorded.write(bytes, 0, n);
        }
        to.getOutputStream().write(bytes, 0, n);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void begin(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One end has gone, or the test is over.
                Thread.onSpinWait();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
