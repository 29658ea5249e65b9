package dev.perennial.bench.wild;

import dev.perennial.bench.LoadClient;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** One client with twenty requests a second, whatever becomes of them. */
final class SteadyLoad implements AutoCloseable {
  private static final int PERIOD_MILLIS = 50;
  private static final int REQUESTS_A_SESSION = 20;

  private final int port;
  private final String path;
  private final Thread thread;
  private volatile boolean closed;

  SteadyLoad(int port, String path) {
    this.port = port;
    this.path = path;
    this.thread = new Thread(this::ask, "load");
    thread.setDaemon(true);
    thread.start();
  }

  private void ask() {
    while (!closed) {
      try (LoadClient client = new LoadClient(port, path)) {
        for (int i = 0; i < REQUESTS_A_SESSION && !closed; i++) {
          try {
            client.request();
          } catch (IOException e) {
            // A refusal is what some are for.
            i = REQUESTS_A_SESSION;
          }
          TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
