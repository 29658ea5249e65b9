package dev.perennial.bench;

import dev.perennial.testing.http.Http;
import dev.perennial.testing.http.HttpAnswer;
import dev.perennial.testing.http.HttpFailure;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client with a session that reads and writes in turn and never tries again: a connection for
 * each request, what it waited for each answer, and whether the answer was whole and of its
 * session.
 */
final class WaitingClient implements AutoCloseable {
  private static final String PATH = "/examples/servlets/servlet/SessionExample";

  private final int port;
  private final Waits waits;
  private final Thread thread;
  private volatile boolean stop;
  private String session = "";

  WaitingClient(int port, Waits waits) {
    this.port = port;
    this.waits = waits;
    thread = new Thread(this::run, "client");
    thread.start();
  }

  private void run() {
    for (int n = 0; !stop; n++) {
      long began = System.nanoTime();
      String failure;
      try {
        failure = request(n % 2 == 1);
      } catch (HttpFailure e) {
        failure = e.toString();
      }
      waits.add(System.nanoTime() - began, failure);
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Returns what is wrong with the answer; null if nothing is. */
  private @Nullable String request(boolean write) throws HttpFailure {
    String[] headers =
        session.isEmpty() ? new String[0] : new String[] {"Cookie: JSESSIONID=" + session};
    HttpAnswer answer =
        write
            ? Http.post(port, PATH, "dataname=n&datavalue=v" + System.nanoTime(), headers)
            : Http.get(port, PATH, headers);
    if (answer.status() != 200) {
      return "status " + answer.status();
    }
    if (!answer.body().contains("</html>")) {
      return "half an answer";
    }
    return sessionOf(answer);
  }

  private @Nullable String sessionOf(HttpAnswer answer) {
    Optional<String> cookie = answer.cookie("JSESSIONID");
    if (cookie.isEmpty()) {
      return null;
    }
    boolean lost = !session.isEmpty();
    session = cookie.get();
    return lost ? "session lost" : null;
  }

  @Override
  public void close() {
    stop = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
