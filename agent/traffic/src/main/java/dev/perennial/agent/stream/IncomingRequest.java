package dev.perennial.agent.stream;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Delivery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request that another server has sent, as the serving side sees it. Thread-safe. */
final class IncomingRequest extends Stream implements Delivery {
  private final Heads.Opening opening;
  private final AtomicBoolean ended = new AtomicBoolean();

  IncomingRequest(StreamConnection connection, long id, Heads.Opening opening) {
    super(
        connection,
        id,
        opening.waits() ? 0 : connection.settings.windowBytes(),
        connection.settings.windowBytes());
    this.opening = opening;
    if (!opening.body()) {
      in.end(List.of());
    }
  }

  @Override
  public Kind kind() {
    return opening.kind();
  }

  @Override
  public String origin() {
    return connection.peer().server();
  }

  @Override
  public Arrival arrival() {
    return opening.arrival();
  }

  @Override
  public void serve(Runnable work, Executor threads) {
    connection.reading.serveLater(this, work, threads);
  }

  @Override
  public void wantBody() {
    try {
      grant(in.want());
    } catch (IOException e) {
      // Who reads the body is told.
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    wantBody();
    return readBody(into);
  }

  @Override
  public int available() {
    return in.available();
  }

  @Override
  public void whenReadable(Runnable task) {
    wantBody();
    if (in.isDueNow(task)) {
      task.run();
    }
  }

  @Override
  public List<String> requestTrailers() {
    return in.trailers();
  }

  @Override
  public void answer(int status, List<String> headers, long length, boolean trailers)
      throws IOException {
    connection.sender.head(
        FrameType.ANSWER, id, Heads.write(new Heads.Answer(status, headers, length, trailers)));
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    if (from.hasArray()) {
      send(from.array(), from.arrayOffset() + from.position(), from.remaining());
      from.position(from.limit());
      return;
    }
    byte[] bytes = new byte[Math.min(from.remaining(), FrameType.MAX_PAYLOAD)];
    while (from.hasRemaining()) {
      int count = Math.min(bytes.length, from.remaining());
      from.get(bytes, 0, count);
      send(bytes, 0, count);
    }
  }

  @Override
  public int writable() {
    // The connection, which all share, may make it wait all the same; that ends by itself.
    return out.available();
  }

  @Override
  public void whenWritable(Runnable task) {
    if (out.isDueNow(task)) {
      task.run();
    }
  }

  @Override
  public void flush() throws IOException {
    flushOut();
  }

  @Override
  public void end(List<String> trailers) throws IOException {
    if (ended.compareAndSet(false, true)) {
      over("the answer is complete");
      sendEnd(trailers);
    }
  }

  @Override
  public void abort() {
    if (ended.compareAndSet(false, true)) {
      connection.sender.reset(id, Reset.BROKEN, "the answer could not be completed");
      over("the answer was given up");
    }
  }

  @Override
  public void notHere() {
    if (ended.compareAndSet(false, true)) {
      over("the session is not here");
      try {
        connection.outbox.add(FrameType.NOT_HERE, id, new byte[0], 0, 0);
        flushOut();
      } catch (IOException e) {
        // The connection has ended: the other server knows.
      }
    }
  }

  /** Nothing was done of it. Does not wait. */
  void refuse(String why) {
    if (ended.compareAndSet(false, true)) {
      connection.sender.reset(id, Reset.NOT_BEGUN, why);
      over(why);
    }
  }

  private void over(String why) {
    connection.over(this);
    fail(why);
    signal();
  }

  @Override
  void take(FrameType type, ByteBuffer payload) throws IOException {
    if (type != FrameType.END) {
      throw new IOException("a request that is served got a frame " + type);
    }
    in.end(Heads.trailers(payload));
  }

  @Override
  void reset(Reset why, String words) {
    ended.set(true);
    over(words);
  }
}
