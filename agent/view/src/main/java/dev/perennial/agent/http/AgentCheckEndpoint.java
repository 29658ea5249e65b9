package dev.perennial.agent.http;

import dev.perennial.agent.status.ServerStatus;
import dev.perennial.agent.status.StatusSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The port for HAProxy's agent-check: whoever connects is told one line, see {@link
 * AgentCheckAnswer}, and nothing is taken from it. One thread for all, which never waits for a
 * client: a connection stays open until the client has closed it, too long has passed, or others
 * need its place. Thread-safe.
 */
public final class AgentCheckEndpoint implements AutoCloseable {
  private static final int BACKLOG = 50;

  /** After an accept has failed (no descriptor is left, say) the next one is tried so late. */
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long CLOSE_MILLIS = 1_000;

  private final AgentCheckSettings settings;
  private final StatusSource source;
  private final DoubleSupplier load;
  private final Consumer<Exception> failures;
  private final LongSupplier nanos;
  private final ServerSocketChannel server;
  private final Selector selector;
  private final Thread thread = new Thread(this::run, "perennial-check");
  private volatile boolean closed;

  /** Oldest first. For the thread alone, as what follows. */
  private final Deque<Client> clients = new ArrayDeque<>();

  private final SlowStart slowStart;
  private final ByteBuffer ignored = ByteBuffer.allocate(256);
  private long pausedUntilNanos;

  /** A connection that has its answer. */
  private record Client(SocketChannel channel, long sinceNanos) {}

  private AgentCheckEndpoint(
      AgentCheckSettings settings,
      StatusSource source,
      DoubleSupplier load,
      Consumer<Exception> failures,
      LongSupplier nanos,
      ServerSocketChannel server,
      Selector selector) {
    this.settings = settings;
    this.source = source;
    this.load = load;
    this.failures = failures;
    this.nanos = nanos;
    this.server = server;
    this.selector = selector;
    this.slowStart = new SlowStart(settings.slowStart());
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
    ServerSocketChannel server = ServerSocketChannel.open();
    AgentCheckEndpoint endpoint;
    try {
      server.bind(
          new InetSocketAddress(
              InetAddress.getByName(settings.bind()), Math.max(settings.port(), 0)),
          BACKLOG);
      server.configureBlocking(false);
      endpoint =
          new AgentCheckEndpoint(settings, source, load, failures, nanos, server, Selector.open());
      server.register(endpoint.selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      server.close();
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
    endpoint.thread.setDaemon(true);
    try {
      endpoint.thread.start();
    } catch (OutOfMemoryError e) {
      // No thread is to be had: the port must be free for the next try.
      server.close();
      endpoint.selector.close();
      throw e;
    }
    return endpoint;
  }

  /** Returns the port that it listens at. */
  public int port() {
    return server.socket().getLocalPort();
  }

  private void run() {
    while (!closed) {
      try {
        turn();
      } catch (IOException | RuntimeException e) {
        failures.accept(e);
        pausedUntilNanos = nanos.getAsLong() + PAUSE_NANOS;
      }
    }
    clients.forEach(client -> end(client.channel()));
    try {
      server.close();
      selector.close();
    } catch (IOException e) {
      failures.accept(e);
    }
  }

  private void turn() throws IOException {
    boolean paused = nanos.getAsLong() - pausedUntilNanos < 0;
    SelectionKey accepting = server.keyFor(selector);
    if (accepting != null && accepting.isValid()) {
      accepting.interestOps(paused ? 0 : SelectionKey.OP_ACCEPT);
    }
    selector.select(
        paused || !clients.isEmpty() ? Math.max(1, settings.limit().toMillis() / 4) : 0);
    boolean connected = selector.selectedKeys().remove(accepting);
    for (SelectionKey key : selector.selectedKeys()) {
      read((SocketChannel) key.channel());
    }
    selector.selectedKeys().clear();
    clients.removeIf(c -> !c.channel().isOpen());
    while (!clients.isEmpty()
        && nanos.getAsLong() - clients.peekFirst().sinceNanos() > settings.limit().toNanos()) {
      end(clients.removeFirst().channel());
    }
    if (connected) {
      accept();
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = server.accept();
    if (channel == null) {
      return;
    }
    try {
      channel.configureBlocking(false);
      // Fits into the empty buffer of any socket: it is written whole, or the client has gone.
      channel.write(ByteBuffer.wrap(answer().getBytes(StandardCharsets.US_ASCII)));
      channel.shutdownOutput();
      channel.register(selector, SelectionKey.OP_READ);
      clients.addLast(new Client(channel, nanos.getAsLong()));
    } catch (IOException e) {
      // The client has gone.
      end(channel);
    } catch (RuntimeException e) {
      end(channel);
      throw e;
    }
    if (clients.size() > settings.connections()) {
      end(clients.removeFirst().channel());
    }
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

  /**
   * What is sent (agent-send) is read so that closing does not reset the connection, which could
   * cost the client its answer.
   */
  private void read(SocketChannel channel) {
    try {
      ignored.clear();
      if (channel.read(ignored) < 0) {
        end(channel);
      }
    } catch (IOException e) {
      end(channel);
    }
  }

  private static void end(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It is of no more use either way.
      return;
    }
  }

  /** Closes the port and all connections; waits for that, a second at most. */
  @Override
  public void close() {
    // Its own thread closes the selector: closed by another one while a connection is registered,
    // the JDK's selector throws a NullPointerException and keeps the port.
    closed = true;
    selector.wakeup();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
