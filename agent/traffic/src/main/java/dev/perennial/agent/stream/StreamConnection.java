package dev.perennial.agent.stream;

import dev.perennial.agent.link.Channel;
import dev.perennial.agent.link.FieldReader;
import dev.perennial.agent.link.FieldWriter;
import dev.perennial.agent.link.LinkPeer;
import dev.perennial.agent.log.Suppressed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One connection and the streams on it, at either end. Thread-safe. */
final class StreamConnection {
  private static final int LONGEST_REASON = 500;

  private final Channel channel;
  private final StreamSettings settings;
  private final LongSupplier nanos;
  private final Consumer<IncomingRequest> served;
  private final Outbox outbox;
  private final Map<Long, Stream> streams = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicReference<@Nullable String> closed = new AtomicReference<>();

  private final Silence silence = new Silence();

  private volatile long heardNanos;
  private volatile long usedNanos;

  /** Guarded by itself: it is notified of each PONG. */
  private final long[] pongs = new long[1];

  /**
   * @param others runs a task at once, not queued behind others
   * @param nanos like {@link System#nanoTime}
   * @param served takes what the peer opens, and must not wait; null at the asking end
   */
  StreamConnection(
      Channel channel,
      StreamSettings settings,
      Executor others,
      LongSupplier nanos,
      @Nullable Consumer<IncomingRequest> served) {
    this.channel = channel;
    this.settings = settings;
    this.nanos = nanos;
    this.served = served == null ? request -> request.refuse("nobody serves here") : served;
    this.outbox = new Outbox(channel, others);
    this.heardNanos = nanos.getAsLong();
    this.usedNanos = heardNanos;
  }

  StreamSettings settings() {
    return settings;
  }

  Outbox outbox() {
    return outbox;
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
    checkHead(head);
    long id = ids.incrementAndGet();
    int credit = opening.waits() ? 0 : settings.windowBytes();
    usedNanos = nanos.getAsLong();
    OutgoingRequest request;
    synchronized (outbox) {
      long place = outbox.add(FrameType.OPEN, id, head);
      request = new OutgoingRequest(this, id, credit, place);
      streams.put(id, request);
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

  private void checkHead(FieldWriter head) throws IOException {
    if (head.size() > settings.maxHeadBytes()) {
      throw new IOException(
          "a head has " + head.size() + " bytes; at most " + settings.maxHeadBytes() + " travel");
    }
  }

  void addHead(FrameType type, long id, FieldWriter head) throws IOException {
    checkHead(head);
    outbox.add(type, id, head);
  }

  boolean isOver(Stream stream) {
    return !streams.containsKey(stream.id);
  }

  void over(Stream stream) {
    streams.remove(stream.id);
    usedNanos = nanos.getAsLong();
  }

  /** Does not wait. */
  void sendReset(Stream stream, Reset why, String words) {
    FieldWriter out = new FieldWriter(64);
    out.u1(why.code);
    out.text(words.substring(0, Math.min(words.length(), LONGEST_REASON)));
    send(FrameType.RESET, stream.id, out);
  }

  private void send(FrameType type, long id, FieldWriter payload) {
    try {
      outbox.add(type, id, payload);
      outbox.flushElsewhere();
    } catch (IOException e) {
      // It has ended, and with it whatever the peer was to be told.
    }
  }

  /** What a stream's owner wants to be run must not end the thread that reads. */
  void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | LinkageError e) {
      Suppressed.count(e, "stream");
    }
  }

  /** Reads until the connection ends. */
  void readAll() {
    String why = peer() + " has hung up";
    try {
      FrameReader reader = new FrameReader(settings.maxHeadBytes(), this::take);
      for (ByteBuffer chunk = channel.read(); chunk != null; chunk = channel.read()) {
        heardNanos = nanos.getAsLong();
        reader.read(chunk);
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      why = "the connection with " + peer() + " broke: " + e.getMessage();
    } finally {
      close(why);
    }
  }

  /** Returns the stream that has to be signalled, if there is one. */
  private @Nullable Stream take(FrameType type, long id, ByteBuffer payload) throws IOException {
    switch (type) {
      case PING -> send(FrameType.PONG, id, new FieldWriter(0));
      case PONG -> {
        synchronized (pongs) {
          pongs[0]++;
          pongs.notifyAll();
        }
      }
      case OPEN -> begin(id, payload);
      case DATA, END, CREDIT, ANSWER, NOT_HERE, RESET, PART -> {
        Stream stream = streams.get(id);
        if (stream != null) {
          stream.heardNanos = heardNanos;
          take(stream, type, payload);
        }
        return stream;
      }
    }
    return null;
  }

  private static void take(Stream stream, FrameType type, ByteBuffer payload) throws IOException {
    switch (type) {
      case DATA -> stream.in.put(payload);
      case CREDIT -> stream.out.add(new FieldReader(payload).i4());
      case RESET -> {
        FieldReader in = new FieldReader(payload);
        stream.reset(Reset.of(in.u1()), in.text());
      }
      case OPEN, END, ANSWER, NOT_HERE, PING, PONG, PART -> stream.take(type, payload);
    }
  }

  private void begin(long id, ByteBuffer payload) throws IOException {
    IncomingRequest request = new IncomingRequest(this, id, Heads.opening(payload));
    usedNanos = heardNanos;
    if (streams.size() >= settings.maxStreams()) {
      request.refuse("too many requests are on their way from " + peer());
    } else if (streams.putIfAbsent(id, request) != null) {
      throw new IOException("the peer opens a stream twice");
    } else {
      served.accept(request);
    }
  }

  /** Returns whether the peer has shown in the last so many nanoseconds that it lives. */
  boolean heardWithin(long limitNanos) {
    return nanos.getAsLong() - heardNanos <= limitNanos;
  }

  /** Asks the peer whether it lives; waits, bounded. Ends the connection if it does not say so. */
  boolean prove(long limitMillis) throws InterruptedException {
    synchronized (pongs) {
      long before = pongs[0];
      long end = nanos.getAsLong() + limitMillis * 1_000_000;
      send(FrameType.PING, 0, new FieldWriter(0));
      while (pongs[0] == before && isOpen()) {
        long left = (end - nanos.getAsLong()) / 1_000_000;
        if (left <= 0) {
          close(peer() + " does not answer");
          break;
        }
        pongs.wait(left);
      }
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
    long silent = silence.at(now, Math.max(heardNanos, usedNanos));
    if (silent > settings.deadAfter().toNanos()) {
      close(peer() + " has been silent for " + settings.deadAfter().toSeconds() + " s");
    } else if (silent > settings.pingAfter().toNanos()) {
      send(FrameType.PING, 0, new FieldWriter(0));
    }
    for (Stream stream : streams.values()) {
      if (stream instanceof OutgoingRequest request) {
        request.tick(now);
      }
    }
  }

  /** Ends all streams. Idempotent; does not wait. */
  void close(String why) {
    if (!closed.compareAndSet(null, why)) {
      return;
    }
    outbox.close();
    channel.close();
    synchronized (pongs) {
      pongs.notifyAll();
    }
    streams.values().forEach(stream -> stream.reset(Reset.BROKEN, why));
  }
}
