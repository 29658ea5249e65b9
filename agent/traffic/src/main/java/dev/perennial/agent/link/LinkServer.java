package dev.perennial.agent.link;

import dev.perennial.coordinator.handshake.ProofKeys;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The answering end: takes connections of other agents and has their requests handled. One thread
 * accepts, one reads each connection, and {@link LinkSettings#handlerThreads} work. Thread-safe.
 */
public final class LinkServer implements AutoCloseable {
  /** Connections that wait in the kernel; it may allow less. */
  private static final int BACKLOG = 1_024;

  private static final long THREAD_SECONDS = 1;

  private final ProofKeys keys;
  private final Supplier<LinkPeer> self;
  private final Function<LinkPeer, String> objection;
  private final LinkSettings settings;
  private final LongSupplier nanos;
  private final Consumer<String> log;
  private final Consumer<String> refused;
  private final ServerSocket listener;
  private final HandlerPool handlers;

  /** Threads of connections that have not proven anything; those that made room end soon. */
  private final Semaphore handshakes;

  private final ScheduledExecutorService timer;
  private final LinkPlaces places;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ScheduledFuture<?> ticks;

  private LinkServer(Config config, ServerSocket listener) {
    this.keys = config.keys;
    this.self = config.self;
    this.objection = config.objection;
    this.settings = config.settings;
    this.nanos = config.nanos;
    this.log = config.log;
    this.refused = config.refused;
    this.listener = listener;
    this.handlers = new HandlerPool(config.handler, settings.handlerThreads());
    this.handshakes = new Semaphore(2 * settings.maxPendingHandshakes());
    this.places = new LinkPlaces(settings, log);
    this.timer = config.timer;
    this.ticks =
        timer.scheduleWithFixedDelay(() -> places.forEach(Inbound::tick), 1, 1, TimeUnit.SECONDS);
  }

  /**
   * What a server is made of.
   *
   * @param keys of which the other end must hold one, for links alone
   * @param self who this is, as of now
   * @param objection to an authenticated peer, in words; empty if there is none
   * @param handler of all requests
   * @param timer gets short tasks that never block
   * @param nanos like {@link System#nanoTime}
   * @param log for people
   * @param refused takes each wrong proof, with whom and why
   */
  public record Config(
      ProofKeys keys,
      Supplier<LinkPeer> self,
      Function<LinkPeer, String> objection,
      LinkHandler handler,
      LinkSettings settings,
      ScheduledExecutorService timer,
      LongSupplier nanos,
      Consumer<String> log,
      Consumer<String> refused) {}

  /**
   * Listens from now on.
   *
   * @param address to bind; with port 0 a free port is taken, see {@link #port}
   * @throws IOException if it cannot be bound; the message names the address
   */
  public static LinkServer start(InetSocketAddress address, Config config) throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.bind(address, BACKLOG);
    } catch (IOException e) {
      Sockets.close(listener);
      throw new IOException("links cannot be taken at " + address + ": " + e.getMessage(), e);
    }
    try {
      LinkServer server = new LinkServer(config, listener);
      Thread acceptor = new Thread(null, server::acceptAll, "perennial-link-accept", 0, false);
      acceptor.setDaemon(true);
      acceptor.start();
      return server;
    } catch (OutOfMemoryError e) {
      // No thread is to be had: the port must be free for the next try.
      Sockets.close(listener);
      throw e;
    }
  }

  /** Returns the port that it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Returns how many connections are open, unproven ones included. */
  public int connections() {
    return places.size();
  }

  private void acceptAll() {
    while (!closed.get()) {
      try {
        accept(listener.accept());
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        if (!closed.get()) {
          // Such as no more descriptors or threads: it may pass, and must not be a busy loop.
          log.accept("a link could not be accepted: " + e);
          pause();
        }
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(Socket socket) {
    if (!mayStartThread()) {
      Sockets.close(socket);
      return;
    }
    Inbound inbound = new Inbound(socket, settings, handlers, timer, nanos);
    places.enter(inbound, socket.getInetAddress());
    if (closed.get()) {
      inbound.close();
    }
    Thread thread = new Thread(null, () -> serve(inbound), "perennial-link-from", 0, false);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      inbound.close();
      places.leave(inbound);
      handshakes.release();
      throw e;
    }
  }

  private boolean mayStartThread() {
    try {
      return handshakes.tryAcquire(THREAD_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void serve(Inbound inbound) {
    try {
      LinkPeer peer;
      try {
        peer = inbound.greet(new Greeting(keys, self.get()), objection);
      } finally {
        handshakes.release();
      }
      places.proves(inbound, peer);
      Thread.currentThread().setName("perennial-link-from-" + peer.server());
      inbound.serve();
    } catch (LinkRefusedException e) {
      if (places.has(inbound)) {
        log.accept("link from " + inbound.address() + ": " + e.getMessage());
      }
      if (e.isUnproven()) {
        refused.accept(inbound.address() + " connected: " + e.getMessage());
      }
    } catch (IOException | RuntimeException e) {
      if (!closed.get() && !inbound.isClosed()) {
        log.accept("link from " + inbound.address() + " broke: " + e);
      }
    } finally {
      inbound.close();
      places.leave(inbound);
    }
  }

  /** Hangs up on everybody. Idempotent; does not wait for handlers. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      ticks.cancel(false);
      Sockets.close(listener);
      places.forEach(Inbound::close);
      handlers.close();
    }
  }
}
