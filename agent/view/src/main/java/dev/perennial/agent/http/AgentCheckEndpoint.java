package dev.perennial.agent.http;

import dev.perennial.agent.status.ServerStatus;
import dev.perennial.agent.status.StatusSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The port for HAProxy's agent-check: whoever connects is told one line, see {@link
 * AgentCheckAnswer}, and nothing is taken from it. A connection stays open until the client has
 * closed it, too long has passed, or others need its place. Thread-safe.
 */
public final class AgentCheckEndpoint implements AutoCloseable {
  private final StatusSource source;
  private final DoubleSupplier load;
  private final LongSupplier nanos;
  private final Port port;

  /** For the port's thread alone. */
  private final SlowStart slowStart;

  private AgentCheckEndpoint(
      AgentCheckSettings settings,
      StatusSource source,
      DoubleSupplier load,
      Consumer<Exception> failures,
      LongSupplier nanos)
      throws IOException {
    this.source = source;
    this.load = load;
    this.nanos = nanos;
    this.slowStart = new SlowStart(settings.slowStart());
    this.port =
        Port.open(
            new InetSocketAddress(
                InetAddress.getByName(settings.bind()), Math.max(settings.port(), 0)),
            new Port.Config(
                "perennial-check",
                new Port.Bounds(
                    Math.max(1, settings.connections() / 2),
                    settings.connections(),
                    settings.limit()),
                this::tell,
                failures,
                nanos));
  }

  /**
   * Opens the port.
   *
   * @param load part of the request threads in use, 0 to 1; NaN if not known
   * @param failures told of each answer that could not be given; must not throw
   * @param nanos a clock such as {@link System#nanoTime}
   * @throws IOException if it cannot be opened; the message is for the operator, and the agent can
   *     go on without
   */
  public static AgentCheckEndpoint open(
      AgentCheckSettings settings,
      StatusSource source,
      DoubleSupplier load,
      Consumer<Exception> failures,
      LongSupplier nanos)
      throws IOException {
    try {
      return new AgentCheckEndpoint(settings, source, load, failures, nanos);
    } catch (IOException e) {
      throw new IOException(
          "the agent-check cannot listen at "
              + settings.bind()
              + ":"
              + settings.port()
              + " ("
              + (e instanceof UnknownHostException ? "no such host" : e.getMessage())
              + "); there is none now. Set perennial.http.agent-check-port to a free port, and"
              + " perennial.http.bind to an address of this machine",
          e);
    }
  }

  /** Returns the port that it listens at. */
  public int port() {
    return port.address().getPort();
  }

  /** Says it at once; what the client sends (agent-send) is passed over. */
  private Talk tell(Client client) {
    client.answer(answer().getBytes(StandardCharsets.US_ASCII));
    return bytes -> {};
  }

  private String answer() {
    ServerStatus status = source.server();
    double share = slowStart.share(status.ready(), nanos.getAsLong());
    return AgentCheckAnswer.of(
            status.role(),
            status.stage(),
            status.ready(),
            status.readyReason(),
            load.getAsDouble(),
            share)
        + "\n";
  }

  /** Closes the port and all connections; waits for that, a second at most. */
  @Override
  public void close() {
    port.close();
  }
}
