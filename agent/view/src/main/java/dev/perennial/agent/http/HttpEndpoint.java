package dev.perennial.agent.http;

import dev.perennial.agent.status.ServerStatus;
import dev.perennial.agent.status.StatusSource;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The HTTP endpoint: /live, /ready, /metrics, /cluster and a page that lists them. GET and HEAD
 * only. Probes are answered by the port's own thread as soon as they have been read, however many
 * clients are slow or ask for more. Thread-safe.
 */
public final class HttpEndpoint implements AutoCloseable {
  /** With 8 KB for each, at most, that are 2 MB. */
  private static final int CONNECTIONS = 256;

  private static final int CONNECTIONS_FROM_ONE_ADDRESS = 64;
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

  private final HostCheck hosts;
  private final Access access;
  private final StatusSource source;
  private final Supplier<String> metrics;
  private final Consumer<Exception> failures;
  private final DearAnswers dear;
  private final Port port;

  private HttpEndpoint(
      InetSocketAddress address,
      HttpSettings settings,
      StatusSource source,
      Supplier<String> metrics,
      Consumer<Exception> failures,
      LongSupplier nanos)
      throws IOException {
    this.hosts = HostCheck.of(address.getAddress());
    this.access = new Access(hosts.loopback(), settings.token());
    this.source = source;
    this.metrics = metrics;
    this.failures = failures;
    this.dear = new DearAnswers(CONNECTIONS, failures);
    this.port =
        Port.open(
            address,
            new Port.Config(
                "perennial-http-port",
                new Port.Bounds(CONNECTIONS_FROM_ONE_ADDRESS, CONNECTIONS, settings.requestLimit()),
                client -> new HttpTalk(client, this::answer),
                failures,
                nanos));
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
    try {
      return new HttpEndpoint(address(settings), settings, source, metrics, failures, nanos);
    } catch (BindException e) {
      throw new IOException(
          "the HTTP endpoint cannot listen at "
              + settings.bind()
              + ":"
              + settings.port()
              + " ("
              + e.getMessage()
              + "); there is none now. Set perennial.http.port to a free port, or to 0 for any",
          e);
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

  /** Returns where it listens. */
  public InetSocketAddress address() {
    return port.address();
  }

  /** Returns its URL, without a path. */
  public String url() {
    InetAddress bound = address().getAddress();
    InetAddress host = bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
    String text = host.getHostAddress();
    return "http://" + (text.contains(":") ? "[" + text + "]" : text) + ":" + address().getPort();
  }

  private void answer(Head.Request request, Consumer<Answer> to) {
    if (!hosts.allows(request.header("host"))) {
      to.accept(
          Answer.text(403, "this address is only for localhost; the Host header names another"));
      return;
    }
    if (!request.method().equals("GET") && !request.isHead()) {
      to.accept(Answer.text(405, "GET and HEAD only"));
      return;
    }
    Answer refusal = access.refusal(request.path(), request.header("authorization"));
    if (refusal != null) {
      to.accept(refusal);
      return;
    }
    switch (request.path()) {
      case "/live" -> to.accept(Answer.text(200, "live"));
      case "/ready" -> to.accept(ready());
      case "/metrics" -> dear.ask("/metrics", this::metrics, to);
      case "/cluster" -> dear.ask("/cluster", this::cluster, to);
      case "/" -> to.accept(new Answer(200, "text/html; charset=utf-8", PAGE));
      default -> to.accept(Answer.text(404, "there is /live, /ready, /metrics and /cluster"));
    }
  }

  private Answer ready() {
    try {
      return ready(source.server());
    } catch (RuntimeException e) {
      failures.accept(e);
      return Answer.FAILED;
    }
  }

  private Answer metrics() {
    return new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
  }

  private Answer cluster() {
    return Answer.json(Json.of(ClusterDocument.of(source.server().name(), source.cluster())));
  }

  private static Answer ready(ServerStatus status) {
    return status.ready()
        ? Answer.text(200, "ready: " + status.readyReason())
        : Answer.text(503, "not ready: " + status.readyReason());
  }

  /** Closes the socket at once. */
  @Override
  public void close() {
    port.close();
    dear.close();
  }
}
