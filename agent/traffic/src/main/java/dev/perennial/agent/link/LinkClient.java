package dev.perennial.agent.link;

import dev.perennial.coordinator.handshake.ProofKeys;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Opens links. Thread-safe. */
public final class LinkClient {
  private final Supplier<ProofKeys> keys;
  private final Supplier<LinkPeer> self;
  private final LinkSettings settings;
  private final ScheduledExecutorService timer;
  private final LongSupplier nanos;

  /**
   * @param keys of which the other end must hold one, for links alone; asked for with each link
   * @param self who this is, as of now
   * @param timer gets short tasks that never block
   * @param nanos like {@link System#nanoTime}
   */
  public LinkClient(
      Supplier<ProofKeys> keys,
      Supplier<LinkPeer> self,
      LinkSettings settings,
      ScheduledExecutorService timer,
      LongSupplier nanos) {
    this.keys = keys;
    this.self = self;
    this.settings = settings;
    this.timer = timer;
    this.nanos = nanos;
  }

  /**
   * Opens a link; blocks for {@link LinkSettings#handshakeLimit} twice at most.
   *
   * @param server who must be there, by name
   * @throws LinkRefusedException if the ends do not trust each other or another server is there
   * @throws IOException if nobody is there
   */
  public Link connect(InetSocketAddress address, String server) throws IOException {
    Link link =
        open(
            address,
            server,
            (socket, greeting) -> new Link(socket, greeting, settings, timer, nanos));
    link.start();
    return link;
  }

  /** As {@link #connect}, for bytes of any form. */
  public Channel channel(InetSocketAddress address, String server) throws IOException {
    return open(address, server, Channel::ofClient);
  }

  /** What a connection is for. */
  private interface Use<T> {
    T of(Socket socket, Greeting.Result greeting) throws IOException;
  }

  private <T> T open(InetSocketAddress address, String server, Use<T> use) throws IOException {
    // Before the time of the handshake begins: the first key of a life takes a while to be made.
    ProofKeys known = keys.get();
    Socket socket = new Socket();
    boolean done = false;
    try {
      socket.setTcpNoDelay(true);
      connect(socket, address);
      Greeting.Result greeting = greet(socket, known);
      if (!greeting.peer().server().equals(server)) {
        throw new LinkRefusedException(
            "at " + address + " is " + greeting.peer() + ", not " + server);
      }
      T opened = use.of(socket, greeting);
      done = true;
      return opened;
    } finally {
      if (!done) {
        Sockets.close(socket);
      }
    }
  }

  private void connect(Socket socket, InetSocketAddress address) throws IOException {
    try (Deadline deadline = deadline(socket)) {
      try {
        socket.connect(address);
      } catch (IOException e) {
        throw deadline.hasPassed() ? new SocketTimeoutException("connect timed out") : e;
      }
    }
  }

  private Greeting.Result greet(Socket socket, ProofKeys known) throws IOException {
    try (Deadline deadline = deadline(socket)) {
      DeadlineStream stream = new DeadlineStream(socket, deadline);
      Greeting.Result greeting = new Greeting(known, self.get()).connect(stream);
      stream.end();
      return greeting;
    }
  }

  private Deadline deadline(Socket socket) throws LinkClosedException {
    return new Deadline(socket, settings.handshakeLimit(), timer);
  }
}
