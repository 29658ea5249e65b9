package dev.perennial.agent.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perennial.agent.status.ServerStatus;
import dev.perennial.agent.status.StatusSource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP endpoint: /live, /ready, /metrics, /cluster and a page that lists them. GET and HEAD
 * only. Uses the JDK's HTTP server, which does not start java.util.logging. Thread-safe.
 */
public final class HttpEndpoint implements AutoCloseable {
  private static final int BACKLOG = 50;
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>Perennial</title></head>
      <body><h1>Perennial</h1><ul>
      <li><a href="live">/live</a>: this JVM runs</li>
      <li><a href="ready">/ready</a>: 200 only while this server is on the available list</li>
      <li><a href="metrics">/metrics</a>: figures for Prometheus</li>
      <li><a href="cluster">/cluster</a>: roster and reports as JSON</li>
      </ul></body></html>
      """;

  private final HttpServer server;
  private final RequestThreads threads;
  private final HostCheck hosts;
  private final Access access;
  private final StatusSource source;
  private final Supplier<String> metrics;
  private final Consumer<Exception> failures;

  private HttpEndpoint(
      HttpServer server,
      RequestThreads threads,
      AccessToken token,
      StatusSource source,
      Supplier<String> metrics,
      Consumer<Exception> failures) {
    this.server = server;
    this.threads = threads;
    this.hosts = HostCheck.of(server.getAddress().getAddress());
    this.access = new Access(hosts.loopback(), token);
    this.source = source;
    this.metrics = metrics;
    this.failures = failures;
  }

  /**
   * Opens the endpoint.
   *
   * @param metrics gives the text of /metrics
   * @param failures told of each request that could not be answered; must not throw
   * @param nanos a clock such as {@link System#nanoTime}
   * @throws IOException if it cannot be opened; the message is for the operator, and the agent can
   *     go on without
   */
  public static HttpEndpoint open(
      HttpSettings settings,
      StatusSource source,
      Supplier<String> metrics,
      Consumer<Exception> failures,
      LongSupplier nanos)
      throws IOException {
    InetSocketAddress address = address(settings);
    HttpProspect.mustBeThere(address);
    HttpServer server = HttpServer.create();
    RequestThreads threads = new RequestThreads(settings.requestLimit().toNanos(), nanos);
    try {
      server.bind(address, BACKLOG);
      HttpEndpoint endpoint =
          new HttpEndpoint(server, threads, settings.token(), source, metrics, failures);
      server.setExecutor(threads);
      server.createContext("/", endpoint::handle);
      startAsDaemon(server);
      return endpoint;
    } catch (IOException | OutOfMemoryError e) {
      server.stop(0);
      threads.close();
      throw e;
    }
  }

  private static InetSocketAddress address(HttpSettings settings) throws IOException {
    try {
      return new InetSocketAddress(InetAddress.getByName(settings.bind()), settings.port());
    } catch (UnknownHostException e) {
      throw new IOException(
          "the HTTP endpoint cannot listen at "
              + settings.bind()
              + ":"
              + settings.port()
              + ": no such host; there is none now. Set perennial.http.bind to an address of this"
              + " machine",
          e);
    }
  }

  /** The server's own thread inherits "daemon" and cannot be given a name. */
  private static void startAsDaemon(HttpServer server) {
    AtomicReference<@Nullable OutOfMemoryError> refused = new AtomicReference<>();
    Thread starter =
        new Thread(
            () -> {
              try {
                server.start();
              } catch (OutOfMemoryError e) {
                refused.set(e);
              }
            },
            "perennial-http-start");
    starter.setDaemon(true);
    starter.start();
    boolean interrupted = false;
    while (starter.isAlive()) {
      try {
        starter.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    OutOfMemoryError error = refused.get();
    if (error != null) {
      throw error;
    }
  }

  /** Returns where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Returns its URL, without a path. */
  public String url() {
    InetAddress bound = server.getAddress().getAddress();
    InetAddress host = bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
    String text = host.getHostAddress();
    return "http://"
        + (text.contains(":") ? "[" + text + "]" : text)
        + ":"
        + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer = answer(exchange);
      } catch (RuntimeException e) {
        failures.accept(e);
        answer = Answer.text(500, "the agent failed to answer; see its log");
      }
      send(exchange, answer);
    }
  }

  private Answer answer(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    if (!hosts.allows(exchange.getRequestHeaders().getFirst("Host"))) {
      return Answer.text(403, "this address is only for localhost; the Host header names another");
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Answer.text(405, "GET and HEAD only");
    }
    String path = exchange.getRequestURI().getPath();
    Answer refusal = access.refusal(path, exchange.getRequestHeaders().getFirst("Authorization"));
    if (refusal != null) {
      return refusal;
    }
    return switch (path) {
      case "/live" -> Answer.text(200, "live");
      case "/ready" -> ready(source.server());
      case "/metrics" -> new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
      case "/cluster" ->
          Answer.json(Json.of(ClusterDocument.of(source.server().name(), source.cluster())));
      case "/" -> new Answer(200, "text/html; charset=utf-8", PAGE);
      default -> Answer.text(404, "there is /live, /ready, /metrics and /cluster");
    };
  }

  private static Answer ready(ServerStatus status) {
    return status.ready()
        ? Answer.text(200, "ready: " + status.readyReason())
        : Answer.text(503, "not ready: " + status.readyReason());
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type());
    headers.set("Cache-Control", "no-store");
    if (answer.status() == Access.UNAUTHORIZED) {
      headers.set("WWW-Authenticate", "Bearer");
    }
    headers.set("X-Content-Type-Options", "nosniff");
    // A kept connection would outlast a restart in place; probes are cheap.
    headers.set("Connection", "close");
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** Closes the socket at once. */
  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
