package dev.perennial.agent.link;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The asking end of a connection to another agent. Many requests may be on their way at once; they
 * are answered in any order. Thread-safe.
 */
public final class Link implements AutoCloseable {
  private static final long TICK_MILLIS = 200;

  /** So much of the window each request takes besides its bytes. */
  private static final int REQUEST_COST = 512;

  private final Socket socket;
  private final LinkPeer peer;
  private final SealedStream stream;
  private final LinkSettings settings;
  private final LongSupplier nanos;
  private final ByteWindow window;
  private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ScheduledFuture<?> ticks;

  private volatile String whyClosed = "the link was closed";
  private volatile long receivedNanos;
  private volatile long usedNanos;

  private record Pending(
      CompletableFuture<byte[]> answer, long bytes, long sentNanos, long endNanos) {}

  Link(
      Socket socket,
      Greeting.Result greeting,
      LinkSettings settings,
      ScheduledExecutorService timer,
      LongSupplier nanos)
      throws IOException {
    this.socket = socket;
    this.peer = greeting.peer();
    this.settings = settings;
    this.nanos = nanos;
    this.window = new ByteWindow(settings.windowBytes());
    this.stream =
        new SealedStream(
            socket.getInputStream(),
            socket.getOutputStream(),
            greeting.keys().toServer(),
            greeting.keys().toClient(),
            settings.maxMessageBytes());
    this.receivedNanos = nanos.getAsLong();
    this.usedNanos = receivedNanos;
    this.ticks =
        timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void start() {
    Thread reader = new Thread(null, this::readAll, "perennial-link-to-" + peer.server(), 0, false);
    reader.setDaemon(true);
    reader.start();
  }

  /** Returns who is at the other end, authenticated. */
  public LinkPeer peer() {
    return peer;
  }

  /** Returns whether requests can still be sent. */
  public boolean isOpen() {
    return !closed.get();
  }

  /**
   * Sends a request; blocks while {@link LinkSettings#windowBytes} are unanswered. What depends on
   * the answer runs on the thread that reads answers and must not block.
   *
   * @param limit for the answer
   * @return the answer; or a failure, always a {@link LinkException}
   */
  public CompletableFuture<byte[]> request(byte[] request, Duration limit) {
    if (request.length > settings.maxMessageBytes()) {
      return CompletableFuture.failedFuture(
          new LinkFailedException(
              "request has "
                  + request.length
                  + " bytes; at most "
                  + settings.maxMessageBytes()
                  + " are allowed"));
    }
    long bytes = (long) request.length + REQUEST_COST;
    long id = ids.incrementAndGet();
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    try {
      if (!window.enter(bytes)) {
        return CompletableFuture.failedFuture(new LinkClosedException(whyClosed));
      }
      long now = nanos.getAsLong();
      usedNanos = now;
      pending.put(id, new Pending(answer, bytes, now, now + limit.toNanos()));
      if (closed.get()) {
        // The one who closed may not have seen this request.
        fail(id, new LinkClosedException(whyClosed));
      } else {
        stream.write(new Frame(Frame.Type.REQUEST, id, request));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(
          new LinkClosedException("interrupted while waiting to send"));
    } catch (IOException e) {
      close("the link to " + peer + " broke: " + e.getMessage());
    }
    return answer;
  }

  private void readAll() {
    String why = peer + " has hung up";
    try {
      for (Frame frame = stream.read(); frame != null; frame = stream.read()) {
        receivedNanos = nanos.getAsLong();
        Pending asked = pending.remove(frame.id());
        if (asked != null) {
          window.leave(asked.bytes);
          answer(asked, frame);
        }
      }
    } catch (IOException | RuntimeException e) {
      why = "the link to " + peer + " broke: " + e.getMessage();
    }
    close(why);
  }

  private void answer(Pending asked, Frame frame) {
    switch (frame.type()) {
      case ANSWER -> asked.answer.complete(frame.payload());
      case FAILURE ->
          asked.answer.completeExceptionally(
              new LinkFailedException(
                  peer.server() + ": " + new String(frame.payload(), StandardCharsets.UTF_8)));
      case REQUEST -> close(peer + " asks where it should answer");
    }
  }

  private void fail(long id, LinkException why) {
    Pending asked = pending.remove(id);
    if (asked != null) {
      window.leave(asked.bytes);
      asked.answer.completeExceptionally(why);
    }
  }

  /** Ends requests whose time is over, and the link if the peer seems dead or nobody uses it. */
  private void tick() {
    long now = nanos.getAsLong();
    boolean dead = false;
    for (Map.Entry<Long, Pending> entry : pending.entrySet()) {
      Pending asked = entry.getValue();
      if (now - asked.endNanos > 0) {
        // Nothing at all has come since: not a slow answer, a dead peer.
        dead |= receivedNanos - asked.sentNanos < 0;
        fail(entry.getKey(), new LinkTimeoutException("no answer from " + peer + " in time"));
      }
    }
    if (dead) {
      close(peer + " does not answer");
    } else if (pending.isEmpty() && now - usedNanos > settings.idleLimit().toNanos() / 2) {
      // Before the server does, which might meet a request.
      close("nobody used the link");
    }
  }

  /** Fails all unanswered requests. Idempotent. */
  @Override
  public void close() {
    close("the link was closed");
  }

  private void close(String why) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    whyClosed = why;
    ticks.cancel(false);
    Sockets.close(socket);
    window.close();
    pending.keySet().forEach(id -> fail(id, new LinkClosedException(why)));
  }
}
