package dev.perennial.coordinator.hazelcast;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A process of its own that connects to a port of this machine and resets the connection. */
final class Knocker {
  private static final int THREADS = 4;

  private Knocker() {}

  /** Begins with the port and the number of connections as arguments. */
  public static void main(String[] args) throws InterruptedException {
    int port = Integer.parseInt(args[0]);
    AtomicInteger left = new AtomicInteger(Integer.parseInt(args[1]));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(new Thread(() -> knock(port, left), "knocker-" + i));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void knock(int port, AtomicInteger left) {
    while (left.getAndDecrement() > 0) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // Not let in: once more.
        left.incrementAndGet();
      }
    }
  }

  /** Knocks from another process and waits for its end. */
  static void run(int port, int times) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-cp",
                Knocker.class.getProtectionDomain().getCodeSource().getLocation().getPath(),
                Knocker.class.getName(),
                String.valueOf(port),
                String.valueOf(times))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(2, TimeUnit.HOURS) || process.exitValue() != 0) {
        throw new IllegalStateException("the process that knocks failed");
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
