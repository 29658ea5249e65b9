package dev.perennial.testing.consistency;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The application that {@link CheckedSession} asks, on a server of the JDK's. */
final class TokenServer implements AutoCloseable {
  /** What becomes of the next append. */
  enum Next {
    ACKNOWLEDGED,
    /** It is acknowledged as always, and gone at once. */
    DROPPED,
    UNAVAILABLE,
    /** It says that it has done nothing, and has. */
    UNAVAILABLE_IN_WORD_ONLY,
    BROKEN,
    NO_SESSION,
    NEW_SESSION
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, List<String>> sessions = new HashMap<>();
  private Next next = Next.ACKNOWLEDGED;

  TokenServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/tokens/tokens", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  synchronized void next(Next wanted) {
    next = wanted;
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> form = form(exchange);
    String cookie = exchange.getRequestHeaders().getFirst("Cookie");
    synchronized (this) {
      if (form.containsKey("open")) {
        String id = "id" + sessions.size();
        sessions.put(id, new ArrayList<>());
        exchange.getResponseHeaders().add("Set-Cookie", "JSESSIONID=" + id + "; Path=/");
        send(exchange, 200, "t1\n\n");
        return;
      }
      List<String> list = sessions.get(cookie.substring(cookie.indexOf('=') + 1));
      if (form.containsKey("append")) {
        append(exchange, list, form.get("append"));
      } else {
        send(exchange, 200, "t1\n" + String.join(" ", list) + "\n");
      }
    }
  }

  private void append(HttpExchange exchange, List<String> list, String token) throws IOException {
    Next now = next;
    next = Next.ACKNOWLEDGED;
    if (now == Next.UNAVAILABLE || now == Next.UNAVAILABLE_IN_WORD_ONLY) {
      exchange.getResponseHeaders().add("Retry-After", "1");
    }
    if (now == Next.NEW_SESSION) {
      exchange.getResponseHeaders().add("Set-Cookie", "JSESSIONID=another; Path=/");
    }
    list.add(token);
    String shown = "t1\n" + String.join(" ", list) + "\n";
    if (now != Next.ACKNOWLEDGED && now != Next.UNAVAILABLE_IN_WORD_ONLY) {
      list.remove(token);
    }
    switch (now) {
      case ACKNOWLEDGED, DROPPED, NEW_SESSION -> send(exchange, 200, shown);
      case UNAVAILABLE, UNAVAILABLE_IN_WORD_ONLY -> send(exchange, 503, "later");
      case BROKEN -> send(exchange, 500, "broken");
      case NO_SESSION -> send(exchange, 410, "t1\n");
    }
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = new HashMap<>();
    for (String pair : body.split("&", -1)) {
      form.put(pair.split("=", 2)[0], pair.substring(pair.indexOf('=') + 1));
    }
    return form;
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
