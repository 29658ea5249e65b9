package dev.perennial.agent.link;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One connection that was accepted. */
final class Inbound {
  private final Socket socket;
  private final SocketAddress address;
  private final LinkSettings settings;
  private final HandlerPool handlers;
  private final ScheduledExecutorService timer;
  private final LongSupplier nanos;
  private final AtomicInteger unanswered = new AtomicInteger();
  private @Nullable LinkPeer peer;
  private @Nullable SealedStream stream;

  /** Instead of that: a connection that has an owner of its own. */
  private volatile @Nullable Channel channel;

  /** When a request came or an answer went last. */
  private volatile long usedNanos;

  /** Since when an answer is being written; 0 if none is. */
  private volatile long writingSince;

  Inbound(
      Socket socket,
      LinkSettings settings,
      HandlerPool handlers,
      ScheduledExecutorService timer,
      LongSupplier nanos) {
    this.socket = socket;
    this.address = socket.getRemoteSocketAddress();
    this.settings = settings;
    this.handlers = handlers;
    this.timer = timer;
    this.nanos = nanos;
    this.usedNanos = nanos.getAsLong();
  }

  SocketAddress address() {
    return address;
  }

  LinkPeer greet(Greeting greeting, Function<LinkPeer, String> objection) throws IOException {
    socket.setTcpNoDelay(true);
    Greeting.Result result = result(greeting, objection);
    peer = result.peer();
    if (handlers.handler().serves(result.peer().purpose())) {
      channel = Channel.ofServer(socket, result);
      return result.peer();
    }
    stream =
        new SealedStream(
            socket.getInputStream(),
            socket.getOutputStream(),
            result.keys().toClient(),
            result.keys().toServer(),
            settings.maxMessageBytes());
    return result.peer();
  }

  private Greeting.Result result(Greeting greeting, Function<LinkPeer, String> objection)
      throws IOException {
    try (Deadline deadline = new Deadline(socket, settings.handshakeLimit(), timer)) {
      DeadlineStream deadlineStream = new DeadlineStream(socket, deadline);
      Greeting.Result result =
          greeting.accept(deadlineStream, objection, handlers.handler()::serves);
      deadlineStream.end();
      return result;
    }
  }

  /** Reads requests until the peer hangs up. */
  void serve() throws IOException {
    Channel other = channel;
    if (other != null) {
      handlers.handler().serve(other);
      return;
    }
    SealedStream from = stream;
    LinkPeer who = peer;
    if (from == null || who == null) {
      throw new IllegalStateException("the handshake comes first");
    }
    try {
      for (Frame frame = from.read(); frame != null; frame = from.read()) {
        if (frame.type() != Frame.Type.REQUEST) {
          throw new IOException(who + " answers where it should ask");
        }
        usedNanos = nanos.getAsLong();
        unanswered.incrementAndGet();
        Frame request = frame;
        if (handlers.handler().isQuick(request.payload())) {
          handle(from, who, request);
        } else {
          handlers.run(() -> handle(from, who, request));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(SealedStream to, LinkPeer who, Frame request) {
    try {
      Frame answer = answer(who, request);
      synchronized (to) {
        writingSince = nanos.getAsLong() | 1;
        to.write(answer);
        writingSince = 0;
      }
      usedNanos = nanos.getAsLong();
    } catch (IOException e) {
      close();
    } finally {
      unanswered.decrementAndGet();
    }
  }

  // Whatever the handler throws is the peer's answer: a request must not end a thread of the pool.
  private Frame answer(LinkPeer who, Frame request) {
    try {
      byte[] answer = handlers.handler().handle(who, request.payload());
      if (answer.length <= settings.maxMessageBytes()) {
        return new Frame(Frame.Type.ANSWER, request.id(), answer);
      }
      return failure(request, "the answer has " + answer.length + " bytes, which is too long");
    } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
      return failure(request, String.valueOf(e.getMessage() == null ? e : e.getMessage()));
    }
  }

  private static Frame failure(Frame request, String why) {
    String text = why.length() > 500 ? why.substring(0, 500) : why;
    return new Frame(Frame.Type.FAILURE, request.id(), text.getBytes(StandardCharsets.UTF_8));
  }

  /** Hangs up on a peer that takes no answers, or has been silent for long. */
  void tick() {
    if (channel != null) {
      return;
    }
    long now = nanos.getAsLong();
    long limit = settings.idleLimit().toNanos();
    long writing = writingSince;
    boolean stuck = writing != 0 && now - writing > limit;
    boolean idle = unanswered.get() == 0 && now - usedNanos > limit;
    if (stuck || idle) {
      close();
    }
  }

  boolean isClosed() {
    return socket.isClosed();
  }

  void close() {
    Sockets.close(socket);
  }
}
