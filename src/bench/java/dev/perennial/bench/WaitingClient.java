package dev.perennial.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A client with a session that reads and writes in turn and never tries again: a connection for
 * each request, what it waited for each answer, and whether the answer was whole and of its
 * session.
 */
final class WaitingClient implements AutoCloseable {
  private static final int LIMIT_MILLIS = 60_000;
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
      String failure = null;
      try {
        failure = request(n % 2 == 1);
      } catch (IOException e) {
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
  private String request(boolean write) throws IOException {
    String body = write ? "dataname=n&datavalue=v" + System.nanoTime() : "";
    String head =
        (write ? "POST " : "GET ")
            + PATH
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + (session.isEmpty() ? "" : "Cookie: JSESSIONID=" + session + "\r\n")
            + (write
                ? "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                    + body.length()
                    + "\r\n"
                : "")
            + "\r\n";
    String answer;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.ISO_8859_1));
      answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
    if (!answer.startsWith("HTTP/1.1 200")) {
      return answer.isEmpty() ? "no answer" : answer.lines().findFirst().orElse("");
    }
    if (!answer.contains("</html>")) {
      return "half an answer";
    }
    return sessionOf(answer);
  }

  private String sessionOf(String answer) {
    int cookie = answer.indexOf("JSESSIONID=");
    boolean isNew = cookie >= 0 && cookie < answer.indexOf("\r\n\r\n");
    if (!isNew) {
      return null;
    }
    boolean lost = !session.isEmpty();
    session = answer.substring(cookie + 11, answer.indexOf(';', cookie));
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
