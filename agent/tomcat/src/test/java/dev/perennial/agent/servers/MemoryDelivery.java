package dev.perennial.agent.servers;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.container.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A request on its way from a container to another one of this JVM; no byte goes over a wire. */
final class MemoryDelivery implements Delivery {
  private static final int CAPACITY = 16 * 1024;

  private final Kind kind;
  private final @Nullable Exchange exchange;
  private final Arrival arrival;
  private final BytePipe request = new BytePipe(CAPACITY);
  private final BytePipe answer = new BytePipe(CAPACITY);
  private final CompletableFuture<@Nullable Head> head = new CompletableFuture<>();
  private final AtomicBoolean wanted = new AtomicBoolean();
  private volatile List<String> requestTrailers = List.of();
  private volatile List<String> answerTrailers = List.of();
  private volatile @Nullable Thread pump;

  private record Head(int status, List<String> headers, long length, boolean trailers) {}

  /** Of a request that no container has taken. */
  MemoryDelivery(Kind kind, Arrival arrival) {
    this(kind, arrival, null);
  }

  private MemoryDelivery(Kind kind, Arrival arrival, @Nullable Exchange exchange) {
    this.kind = kind;
    this.exchange = exchange;
    this.arrival = arrival;
    if (arrival.bodyLength() == 0) {
      request.end();
    }
  }

  /** Has a request answered by another container; returns false if that does not have it. */
  static boolean relay(Exchange exchange, Container to, Kind kind) {
    MemoryDelivery delivery = new MemoryDelivery(kind, exchange.arrival(), exchange);
    to.deliver(delivery);
    return delivery.relayAnswer();
  }

  /** Waits for the answer's status. */
  int status() throws Exception {
    return head.get().status;
  }

  /** Waits for the answer's end. */
  String text() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] bytes = new byte[4096];
    for (int count = read(bytes); count >= 0; count = read(bytes)) {
      body.write(bytes, 0, count);
    }
    return body.toString(StandardCharsets.ISO_8859_1);
  }

  private boolean relayAnswer() {
    try {
      Head now = head.get();
      if (now == null) {
        return false;
      }
      // To close it is to say that the answer is complete: not so where it has broken off.
      @SuppressWarnings("resource")
      OutputStream out = start(now);
      byte[] bytes = new byte[4096];
      for (int count = read(bytes); count >= 0; count = read(bytes)) {
        if (count == 0) {
          out.flush();
        }
        out.write(bytes, 0, count);
      }
      out.close();
    } catch (ExecutionException | IOException e) {
      IOException failure = new IOException(e);
      request.fail(failure);
      answer.fail(failure);
      exchange.abort();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      stopPump();
    }
    return true;
  }

  private OutputStream start(Head now) throws IOException {
    return now.trailers
        ? exchange.answer(now.status, now.headers, now.length, false, () -> answerTrailers)
        : exchange.answer(now.status, now.headers, now.length, false);
  }

  private int read(byte[] bytes) throws IOException {
    return answer.read(ByteBuffer.wrap(bytes));
  }

  private void stopPump() {
    Thread running = pump;
    if (running != null) {
      request.fail(new IOException("answered"));
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Nothing of the body is read before it is asked for: another server may have to serve it. */
  private void startPump() {
    if (arrival.bodyLength() != 0 && wanted.compareAndSet(false, true)) {
      Thread thread = new Thread(this::pump);
      thread.setDaemon(true);
      pump = thread;
      thread.start();
    }
  }

  private void pump() {
    try {
      InputStream in = exchange.body();
      byte[] bytes = new byte[4096];
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        request.write(ByteBuffer.wrap(bytes, 0, count));
      }
      requestTrailers = exchange.requestTrailers();
      request.end();
    } catch (IOException e) {
      request.fail(e);
    }
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String origin() {
    return "server-a";
  }

  @Override
  public Arrival arrival() {
    return arrival;
  }

  @Override
  public void wantBody() {
    startPump();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    startPump();
    return request.read(into);
  }

  @Override
  public int available() {
    startPump();
    return request.available();
  }

  @Override
  public void whenReadable(Runnable task) {
    startPump();
    request.whenReadable(task);
  }

  @Override
  public List<String> requestTrailers() {
    return requestTrailers;
  }

  @Override
  public void answer(int status, List<String> headers, long length, boolean trailers) {
    if (!head.complete(new Head(status, headers, length, trailers))) {
      throw new IllegalStateException("answered twice");
    }
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    answer.write(from);
  }

  @Override
  public int writable() {
    return answer.writable();
  }

  @Override
  public void whenWritable(Runnable task) {
    answer.whenWritable(task);
  }

  @Override
  public void flush() {
    answer.flush();
  }

  @Override
  public void end(List<String> trailers) {
    answerTrailers = trailers;
    answer.end();
  }

  @Override
  public void abort() {
    IOException failure = new IOException("aborted");
    answer.fail(failure);
    head.completeExceptionally(failure);
  }

  @Override
  public void notHere() {
    head.complete(null);
  }
}
