package dev.perennial.agent.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.link.Channel;
import dev.perennial.agent.link.LinkClient;
import dev.perennial.agent.link.LinkHandler;
import dev.perennial.agent.link.LinkPeer;
import dev.perennial.agent.link.LinkServer;
import dev.perennial.agent.link.LinkSettings;
import dev.perennial.coordinator.handshake.ProofKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Two agents: A sends requests to B, which gives each to a task on a thread of its own. */
public final class StreamPair implements AutoCloseable {
  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

  /** Threads of both, each task at once; as the agent's, they inherit nothing. */
  public final ExecutorService threads =
      Executors.newCachedThreadPool(task -> new Thread(null, task, "pair", 0, false));

  /** What B's links had to say. */
  public final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();

  /** Added to the clock of both. */
  public final AtomicLong later = new AtomicLong();

  /** What B has done with each request. */
  public volatile Consumer<Delivery> serving;

  /** Where A looks for B; B itself unless a test stands between. */
  public volatile Optional<InetSocketAddress> address;

  public final StreamPool pool;
  final StreamDesk desk;
  private final StreamSettings settings;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final LinkClient client;
  private volatile LinkServer server;
  private boolean closed;

  public StreamPair(StreamSettings settings, Consumer<Delivery> serving) throws IOException {
    this.settings = settings;
    this.serving = serving;
    desk = new StreamDesk(this::deliver, settings, threads, this::nanos);
    server = listen(0);
    client =
        new LinkClient(
            () -> ProofKeys.of(KEY),
            () -> new LinkPeer("A", 7, StreamPool.PURPOSE),
            LinkSettings.defaults(),
            timer,
            this::nanos);
    pool = new StreamPool(client, name -> address, settings, threads, this::nanos);
  }

  private long nanos() {
    return System.nanoTime() + later.get();
  }

  /** Takes what B takes; throws what it throws. */
  private void deliver(Delivery delivery) {
    Consumer<Delivery> now = serving;
    if (now instanceof AtOnce atOnce) {
      atOnce.accept(delivery);
    } else {
      delivery.serve(() -> now.accept(delivery), threads);
    }
  }

  /** Is called on the thread that reads. */
  public interface AtOnce extends Consumer<Delivery> {}

  private LinkServer listen(int port) throws IOException {
    LinkServer listening =
        LinkServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            new LinkServer.Config(
                ProofKeys.of(KEY),
                () -> new LinkPeer("B", 3, "state"),
                peer -> "",
                new Serving(),
                LinkSettings.defaults(),
                timer,
                this::nanos,
                log::add,
                log::add));
    address =
        Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.port()));
    return listening;
  }

  private final class Serving implements LinkHandler {
    @Override
    public byte[] handle(LinkPeer peer, byte[] request) {
      return request;
    }

    @Override
    public boolean serves(String purpose) {
      return purpose.equals(StreamPool.PURPOSE);
    }

    @Override
    public void serve(Channel channel) {
      desk.serve(channel);
    }
  }

  /** Returns a connection to B, for frames of any kind. */
  Channel channel() throws IOException {
    return client.channel(address.orElseThrow(), "B");
  }

  /** Returns how many connections B has. */
  public int connections() {
    return server.connections();
  }

  /** B ends all connections and listens no more. */
  public void stopServer() {
    server.close();
  }

  /** B begins a new life at another port. */
  public synchronized void restartServer() throws IOException {
    if (closed) {
      return;
    }
    LinkServer before = server;
    server = listen(0);
    before.close();
  }

  /** Lets time pass for both, then has each look at it. */
  public void pass(long seconds) {
    later.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    pool.tick();
    desk.tick();
  }

  /** Sends a request without a body. */
  OutgoingRequest get(String target) throws IOException {
    return pool.open(
        "B",
        new StreamPool.Outgoing(Requests.of("GET", target, 0), false, false, false, null, false));
  }

  /** Begins a request whose body is to be sent. */
  OutgoingRequest post(long length, boolean waits) throws IOException {
    return pool.open(
        "B",
        new StreamPool.Outgoing(Requests.of("POST", "/", length), false, true, waits, null, true));
  }

  StreamSettings settings() {
    return settings;
  }

  /** Also of what serves a request still. */
  @Override
  public synchronized void close() {
    closed = true;
    pool.close();
    server.close();
    threads.shutdownNow();
    timer.shutdownNow();
  }
}
