package dev.perennial.agent.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What lies between two agents, and can be cut: then nothing passes, and nobody is told. */
final class Wire implements AutoCloseable {
  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicLong back = new AtomicLong();
  private final AtomicLong passedNanos = new AtomicLong(System.nanoTime());
  private volatile boolean cut;

  private Wire(InetSocketAddress target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    start(this::acceptAll);
  }

  /** Puts one between the two ends of a pair. */
  static Wire to(StreamPair pair) throws IOException {
    Wire wire = new Wire(pair.address.orElseThrow());
    pair.address = Optional.of((InetSocketAddress) wire.listener.getLocalSocketAddress());
    return wire;
  }

  void cut() {
    cut = true;
  }

  /** Returns how many bytes have gone back to who has connected. */
  long back() {
    return back.get();
  }

  /** Returns whether nothing has passed for a while. */
  boolean isQuiet() {
    return System.nanoTime() - passedNanos.get() > TimeUnit.MILLISECONDS.toNanos(50);
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket from = listener.accept();
        sockets.add(from);
        Socket to = new Socket(target.getAddress(), target.getPort());
        sockets.add(to);
        start(() -> copy(from, to, new AtomicLong()));
        start(() -> copy(to, from, back));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void copy(Socket from, Socket to, AtomicLong count) {
    byte[] bytes = new byte[8192];
    try {
      for (int n = from.getInputStream().read(bytes);
          n >= 0;
          n = from.getInputStream().read(bytes)) {
        if (!cut) {
          to.getOutputStream().write(bytes, 0, n);
          passedNanos.set(System.nanoTime());
          count.addAndGet(n);
        }
      }
      if (!cut) {
        to.shutdownOutput();
      }
    } catch (IOException e) {
      // One of the two has closed.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "wire");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    cut = true;
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
