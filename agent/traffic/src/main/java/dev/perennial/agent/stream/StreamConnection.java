package dev.perennial.agent.stream;

import dev.perennial.agent.link.Channel;
import dev.perennial.agent.link.FieldWriter;
import dev.perennial.agent.link.LinkPeer;
import dev.perennial.agent.log.Suppressed;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One connection and the streams on it, at either end. Thread-safe. */
final class StreamConnection {
  private final Channel channel;
  final StreamSettings settings;
  private final LongSupplier nanos;

  /** Whether this is the end that sends requests. */
  final boolean asks;

  final Outbox outbox;
  final Sender sender;
  final Pulse pulse;
  final Reading reading;
  private final Map<Long, Stream> streams = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicReference<@Nullable String> closed = new AtomicReference<>();

  private final CountDownLatch ended = new CountDownLatch(1);

  private volatile long usedNanos;

  /**
   * @param others runs a task at once, not queued behind others
   * @param standIns of all connections of this kind
   * @param nanos like {@link System#nanoTime}
   * @param served takes what the peer opens, and must not wait; null at the asking end
   */
  StreamConnection(
      Channel channel,
      StreamSettings settings,
      Executor others,
      StandIns standIns,
      LongSupplier nanos,
      @Nullable Consumer<IncomingRequest> served) {
    this.channel = channel;
    this.settings = settings;
    this.nanos = nanos;
    this.asks = served == null;
    this.outbox = new Outbox(channel, others);
    this.sender = new Sender(outbox, settings.maxHeadBytes());
    this.pulse = new Pulse(settings, nanos);
    this.usedNanos = nanos.getAsLong();
    FrameDispatch dispatch =
        new FrameDispatch(
            this, served == null ? request -> request.refuse("nobody serves here") : served);
    this.reading =
        new Reading(
            this, channel, new FrameReader(settings.maxHeadBytes(), dispatch), others, standIns);
  }

  LinkPeer peer() {
    return channel.peer();
  }

  long nanos() {
    return nanos.getAsLong();
  }

  boolean isOpen() {
    return closed.get() == null;
  }

  int streams() {
    return streams.size();
  }

  /**
   * Begins a request.
   *
   * @param smallBody all of the body, if it is at hand; otherwise it is to be sent
   * @throws IOException if nothing of it has left
   */
  OutgoingRequest open(Heads.Opening opening, byte @Nullable [] smallBody) throws IOException {
    if (streams.size() >= settings.maxStreams()) {
      throw new IOException(streams.size() + " requests are on their way to " + peer());
    }
    FieldWriter head = Heads.write(opening);
    long id = ids.incrementAndGet();
    int credit = opening.waits() ? 0 : settings.windowBytes();
    usedNanos = nanos.getAsLong();
    OutgoingRequest request;
    synchronized (outbox) {
      long place = sender.head(FrameType.OPEN, id, head);
      request = new OutgoingRequest(this, id, credit, place);
      streams.put(id, request);
    }
    if (smallBody == null && opening.body()) {
      // Who sends it waits for more than the answer.
      reading.readElsewhere();
    } else {
      request.isWhole = true;
    }
    String why = closed.get();
    if (why != null) {
      // The one who closed may not have seen this stream.
      request.reset(Reset.BROKEN, why);
    }
    try {
      if (smallBody != null) {
        request.sendBody(smallBody, smallBody.length);
        request.endBody(List.of());
      } else {
        outbox.flush();
      }
    } catch (IOException e) {
      // It was answered before all of it was sent, or will be told that the connection broke.
    }
    return request;
  }

  @Nullable Stream stream(long id) {
    return streams.get(id);
  }

  /** A request begins that the peer has opened; returns whether there is room for it. */
  boolean begin(IncomingRequest request) throws IOException {
    usedNanos = nanos.getAsLong();
    if (streams.size() >= settings.maxStreams()) {
      return false;
    }
    if (streams.putIfAbsent(request.id, request) != null) {
      throw new IOException("the peer opens a stream twice");
    }
    return true;
  }

  boolean isOver(Stream stream) {
    return !streams.containsKey(stream.id);
  }

  void over(Stream stream) {
    streams.remove(stream.id);
    usedNanos = nanos.getAsLong();
  }

  /** What a stream's owner wants to be run must not end the thread that reads. */
  void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | LinkageError e) {
      Suppressed.count(e, "stream");
    }
  }

  /** Waits for its end. An interrupt is not meant for us: this thread has served applications. */
  void awaitEnd() {
    boolean waits = true;
    while (waits) {
      try {
        ended.await();
        waits = false;
      } catch (InterruptedException e) {
        // Is cleared by it.
      }
    }
  }

  /** Asks the peer whether it lives; waits, bounded. Ends the connection if it does not say so. */
  boolean prove(long limitMillis) throws InterruptedException {
    if (!pulse.answers(sender::ping, limitMillis)) {
      close(peer() + " does not answer");
    }
    return isOpen();
  }

  /**
   * Looks at the time: asks a silent peer, takes leave of a dead one and of an idle connection.
   * Does not wait.
   *
   * @param idleNanos after which an unused connection is closed
   */
  void tick(long idleNanos) {
    long now = nanos.getAsLong();
    if (streams.isEmpty()) {
      if (now - usedNanos > idleNanos) {
        close("nobody used the connection");
      }
      return;
    }
    switch (pulse.advice(usedNanos)) {
      case NOTHING -> {}
      case ASK -> sender.ping();
      case GIVE_UP ->
          close(peer() + " has been silent for " + settings.deadAfter().toSeconds() + " s");
    }
    boolean gaveUp = false;
    for (Stream stream : streams.values()) {
      gaveUp |= stream instanceof OutgoingRequest request && request.tick(now);
    }
    if (gaveUp && streams.isEmpty()) {
      // One of those who waited may be reading, and nothing else will come.
      close("an answer did not come");
    }
  }

  /** Ends all streams. Idempotent; does not wait. */
  void close(String why) {
    if (!closed.compareAndSet(null, why)) {
      return;
    }
    reading.end();
    outbox.close();
    channel.close();
    pulse.end();
    ended.countDown();
    streams.values().forEach(stream -> stream.reset(Reset.BROKEN, why));
  }
}
