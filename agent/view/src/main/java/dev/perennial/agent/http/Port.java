package dev.perennial.agent.http;

import dev.perennial.coordinator.waiting.Origin;
import dev.perennial.coordinator.waiting.WaitingRoom;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A port whose clients are all served by one thread, which never waits for any of them. A client
 * that takes too long is cut off; where there are too many, one goes for a new one, as {@link
 * WaitingRoom} says. Thread-safe.
 */
final class Port implements AutoCloseable {
  /** Connections that wait in the kernel; it may allow less. */
  private static final int BACKLOG = 1_024;

  /** Connections to accept before others are looked at again. */
  private static final int ACCEPTS = 16;

  private static final int BUFFER_BYTES = 4_096;

  /** After an accept has failed (no descriptor is left, say) the next one is tried so late. */
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long CLOSE_MILLIS = 1_000;

  private final Function<Client, Talk> talks;
  private final Consumer<Exception> failures;
  private final LongSupplier nanos;
  private final long limitNanos;
  private final ServerSocketChannel server;
  private final Selector selector;
  private final SelectionKey accepting;
  private final Thread thread;
  private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /** In the order in which their time is up. For the thread alone, as what follows. */
  private final Set<Client> clients = new LinkedHashSet<>();

  private final WaitingRoom<Origin, Client> places;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private long pausedUntilNanos;

  /**
   * How much there may be of all.
   *
   * @param perOrigin connections from one address, at most
   * @param total connections in all
   * @param limit until a client must have been answered; and from then on until it must have gone
   */
  record Bounds(int perOrigin, int total, Duration limit) {}

  /**
   * What a port is made of.
   *
   * @param thread name of its thread
   * @param talks begins a talk with a new client, on the port's thread
   * @param failures told of what has gone wrong; must not throw
   * @param nanos a clock such as {@link System#nanoTime}
   */
  record Config(
      String thread,
      Bounds bounds,
      Function<Client, Talk> talks,
      Consumer<Exception> failures,
      LongSupplier nanos) {}

  private Port(Config config, ServerSocketChannel server, Selector selector) throws IOException {
    this.talks = config.talks;
    this.failures = config.failures;
    this.nanos = config.nanos;
    this.limitNanos = config.bounds.limit.toNanos();
    this.places = new WaitingRoom<>(config.bounds.perOrigin, config.bounds.total);
    this.pausedUntilNanos = nanos.getAsLong();
    this.server = server;
    this.selector = selector;
    this.accepting = server.register(selector, SelectionKey.OP_ACCEPT);
    this.thread = new Thread(this::run, config.thread);
    thread.setDaemon(true);
  }

  /**
   * Listens from now on.
   *
   * @throws IOException if the address or descriptors are not to be had
   * @throws OutOfMemoryError if no thread is; the port is free for the next try then
   */
  static Port open(InetSocketAddress address, Config config) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    Selector selector = null;
    boolean done = false;
    try {
      server.bind(address, BACKLOG);
      server.configureBlocking(false);
      selector = Selector.open();
      Port port = new Port(config, server, selector);
      port.thread.start();
      done = true;
      return port;
    } finally {
      if (!done) {
        server.close();
        if (selector != null) {
          selector.close();
        }
      }
    }
  }

  /** Returns where it listens. */
  InetSocketAddress address() {
    return (InetSocketAddress) server.socket().getLocalSocketAddress();
  }

  /** Has something done on the port's thread: at once if this is it. */
  void run(Runnable errand) {
    if (Thread.currentThread() == thread) {
      errand.run();
      return;
    }
    errands.add(errand);
    selector.wakeup();
  }

  private void run() {
    while (!closed) {
      try {
        turn();
      } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
        // Such as no more descriptors or heap: it may pass, and must not be a busy loop.
        pausedUntilNanos = nanos.getAsLong() + PAUSE_NANOS;
        tell(e);
      }
    }
    clients.forEach(Client::close);
    try {
      server.close();
      selector.close();
    } catch (IOException e) {
      failures.accept(e);
    }
  }

  private void tell(Throwable failure) {
    try {
      failures.accept(
          failure instanceof Exception e ? e : new IllegalStateException(failure.toString()));
    } catch (OutOfMemoryError e) {
      // There is not even room to say so; the port must go on.
      return;
    }
  }

  private void turn() throws IOException {
    boolean paused = nanos.getAsLong() - pausedUntilNanos < 0;
    accepting.interestOps(paused ? 0 : SelectionKey.OP_ACCEPT);
    selector.select(timeoutMillis(paused));
    for (Runnable errand = errands.poll(); errand != null; errand = errands.poll()) {
      errand.run();
    }
    boolean connected = selector.selectedKeys().remove(accepting);
    Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
    while (ready.hasNext()) {
      SelectionKey key = ready.next();
      ready.remove();
      serve((Client) key.attachment());
    }
    cutOffLateOnes();
    for (int i = 0; connected && i < ACCEPTS; i++) {
      connected = accept();
    }
  }

  /** Returns 0 for as long as it takes. */
  private long timeoutMillis(boolean paused) {
    long wait = paused ? PAUSE_NANOS / 4 : Long.MAX_VALUE;
    if (!clients.isEmpty()) {
      long left = clients.iterator().next().sinceNanos() + limitNanos - nanos.getAsLong();
      wait = Math.min(wait, left);
    }
    return wait == Long.MAX_VALUE ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait) + 1);
  }

  private void serve(Client client) {
    try {
      client.ready(buffer);
    } catch (IOException e) {
      end(client);
    } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
      end(client);
      tell(e);
    }
  }

  private void cutOffLateOnes() {
    while (!clients.isEmpty()) {
      Client first = clients.iterator().next();
      if (nanos.getAsLong() - first.sinceNanos() <= limitNanos) {
        return;
      }
      end(first);
    }
  }

  /** Returns whether somebody had connected. */
  private boolean accept() throws IOException {
    SocketChannel channel = server.accept();
    if (channel == null) {
      return false;
    }
    boolean taken = false;
    try {
      welcome(channel);
      taken = true;
    } catch (IOException e) {
      // The client has gone.
      return true;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
    return true;
  }

  private void welcome(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
    Client client = new Client(this, channel, key, nanos.getAsLong());
    key.attach(client);
    clients.add(client);
    Origin origin = Origin.of(channel.socket().getInetAddress().getAddress());
    places.enter(origin, client).ifPresent(this::end);
    boolean talking = false;
    try {
      client.talks(talks.apply(client));
      talking = true;
    } catch (RuntimeException e) {
      tell(e);
    } finally {
      if (!talking) {
        end(client);
      }
    }
  }

  /** A client is answered: it has its time anew. Returns the time. */
  long answered(Client client) {
    if (clients.remove(client)) {
      clients.add(client);
    }
    return nanos.getAsLong();
  }

  /** Hangs up on a client. */
  void end(Client client) {
    clients.remove(client);
    places.leave(client);
    client.close();
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
