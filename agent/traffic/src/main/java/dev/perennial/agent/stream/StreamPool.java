package dev.perennial.agent.stream;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.link.LinkClient;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sends requests to other servers, over connections that are opened when needed. Thread-safe. */
public final class StreamPool implements AutoCloseable {
  /** What the connections are for; the other end must know it. */
  public static final String PURPOSE = "requests";

  /** A peer that was heard so lately lives. */
  private static final long LATELY_NANOS = 1_000_000_000;

  private static final long PROOF_MILLIS = 3_000;

  private final LinkClient client;
  private final Function<String, Optional<InetSocketAddress>> addresses;
  private final StreamSettings settings;
  private final Executor others;
  private final LongSupplier nanos;
  private final StandIns standIns;
  private final Map<String, PeerConnections> servers = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param addresses where a server takes connections now; empty if that is not known
   * @param others runs a task at once, not queued behind others
   * @param nanos like {@link System#nanoTime}
   */
  public StreamPool(
      LinkClient client,
      Function<String, Optional<InetSocketAddress>> addresses,
      StreamSettings settings,
      Executor others,
      LongSupplier nanos) {
    this.client = client;
    this.addresses = addresses;
    this.settings = settings;
    this.others = others;
    this.nanos = nanos;
    this.standIns = new StandIns(others);
  }

  /**
   * A request to be sent.
   *
   * @param asNew whether nobody owns its session
   * @param body whether one follows
   * @param waits whether the client waits to be asked for it
   * @param smallBody all of the body, if it is at hand
   * @param once whether it must not be sent again once it may have been carried out: then it goes
   *     only to a server that has just shown that it lives
   */
  public record Outgoing(
      Arrival arrival,
      boolean asNew,
      boolean body,
      boolean waits,
      byte @Nullable [] smallBody,
      boolean once) {}

  /**
   * Sends a request; waits while a connection is opened, and while bytes do not leave.
   *
   * @throws IOException if nothing of it was sent
   */
  public OutgoingRequest open(String server, Outgoing outgoing) throws IOException {
    StreamConnection connection = connection(server);
    if (outgoing.once() && !connection.pulse.heardWithin(LATELY_NANOS) && !lives(connection)) {
      connection = connection(server);
    }
    try {
      return open(connection, outgoing);
    } catch (IOException e) {
      if (connection.isOpen()) {
        throw e;
      }
      // Ended just now.
      return open(connection(server), outgoing);
    }
  }

  private static OutgoingRequest open(StreamConnection connection, Outgoing outgoing)
      throws IOException {
    return connection.open(
        new Heads.Opening(
            outgoing.asNew() ? Delivery.Kind.RELAYED_AS_NEW : Delivery.Kind.RELAYED,
            outgoing.body(),
            outgoing.waits(),
            outgoing.arrival()),
        outgoing.smallBody());
  }

  private static boolean lives(StreamConnection connection) throws IOException {
    try {
      return connection.prove(PROOF_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted before a request was sent");
    }
  }

  private StreamConnection connection(String server) throws IOException {
    return servers
        .computeIfAbsent(server, s -> new PeerConnections(settings))
        .take(() -> open(server));
  }

  private StreamConnection open(String server) throws IOException {
    if (closed) {
      throw new IOException("all connections were closed");
    }
    InetSocketAddress address =
        addresses
            .apply(server)
            .orElseThrow(() -> new IOException("it is not known where " + server + " is"));
    StreamConnection connection =
        new StreamConnection(
            client.channel(address, server), settings, others, standIns, nanos, null);
    connection.reading.begin();
    return connection;
  }

  /** Returns how many connections are open. */
  public int connections() {
    return servers.values().stream().mapToInt(PeerConnections::count).sum();
  }

  /** Looks at the time; to be called about each second. Does not wait. */
  public void tick() {
    servers.values().forEach(PeerConnections::tick);
  }

  /** Ends all requests. Idempotent. */
  @Override
  public void close() {
    closed = true;
    servers.values().forEach(PeerConnections::close);
  }
}
