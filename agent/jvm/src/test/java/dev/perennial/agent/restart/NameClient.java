package dev.perennial.agent.restart;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Connects again and again, and wants to be answered by a socket of that name. */
final class NameClient implements Runnable {
  final String name;
  private final Connecting connecting;
  private final AtomicInteger answers = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this, "client");
  private volatile boolean stop;

  /** Connects once. */
  interface Connecting {
    SocketChannel connect() throws IOException;
  }

  NameClient(Connecting connecting, String name) {
    this.connecting = connecting;
    this.name = name;
  }

  void start() {
    thread.start();
  }

  void awaitMoreAnswers(int count) {
    int before = answers.get();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> answers.get() >= before + count || !failures.isEmpty());
  }

  /** Returns what has gone wrong. */
  List<String> finish() throws InterruptedException {
    stop = true;
    thread.join();
    return failures;
  }

  @Override
  public void run() {
    while (!stop) {
      try {
        String answer = name(connecting.connect());
        if (!answer.equals(name)) {
          failures.add("answered by '" + answer + "'");
        }
        answers.incrementAndGet();
      } catch (IOException e) {
        failures.add(e.toString());
      }
    }
  }

  /** Returns what a server says of itself. */
  static String name(SocketChannel connection) throws IOException {
    try (connection) {
      return new String(Channels.newInputStream(connection).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
