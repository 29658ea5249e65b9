package dev.perennial.agent.server;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.container.Listener;
import dev.perennial.agent.duplex.Containers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A request that this server makes of its own application. Thread-safe. */
final class Probe implements Delivery {
  private final Arrival arrival;
  private final CompletableFuture<Integer> over = new CompletableFuture<>();
  private volatile int status;

  private Probe(Arrival arrival) {
    this.arrival = arrival;
  }

  /**
   * Returns the status of the answer, after the whole of it has come.
   *
   * @param target such as "/shop/?page=1", or "*"
   * @throws IOException if it is not answered
   * @throws RejectedExecutionException if there is no container that takes it
   */
  static int ask(Containers containers, String method, String target, int limitMillis)
      throws IOException {
    Probe probe = new Probe(arrival(method, target, port(containers)));
    containers.deliver(probe);
    try {
      return probe.over.get(limitMillis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + limitMillis + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      // Nothing that still works on it may wait.
      probe.over.completeExceptionally(new IOException("nobody waits for the answer any more"));
    }
  }

  private static int port(Containers containers) {
    return containers.all().stream()
        .flatMap(container -> container.listeners().stream())
        .filter(listener -> listener.service().isEmpty())
        .mapToInt(Listener::port)
        .findFirst()
        .orElse(80);
  }

  private static Arrival arrival(String method, String target, int port) {
    return new Arrival(
        "",
        0,
        method,
        target,
        "HTTP/1.1",
        List.of("Host", "localhost:" + port, "User-Agent", "perennial"),
        0,
        "",
        "localhost",
        port,
        new Arrival.End("127.0.0.1", "", -1),
        new Arrival.End("127.0.0.1", "", port),
        new Arrival.Connection("http", "127.0.0.1", "", "", "", ""),
        Arrival.User.NONE,
        null,
        Map.of());
  }

  @Override
  public Kind kind() {
    return Kind.PROBE;
  }

  @Override
  public String origin() {
    return "";
  }

  @Override
  public Arrival arrival() {
    return arrival;
  }

  @Override
  public void wantBody() {}

  @Override
  public int read(ByteBuffer into) {
    return -1;
  }

  @Override
  public int available() {
    return -1;
  }

  @Override
  public void whenReadable(Runnable task) {
    task.run();
  }

  @Override
  public List<String> requestTrailers() {
    return List.of();
  }

  @Override
  public void answer(int newStatus, List<String> headers, long length, boolean trailers) {
    status = newStatus;
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    if (over.isDone()) {
      throw new IOException("nobody waits for the answer any more");
    }
    from.position(from.limit());
  }

  @Override
  public int writable() {
    return over.isDone() ? -1 : Integer.MAX_VALUE;
  }

  @Override
  public void whenWritable(Runnable task) {
    task.run();
  }

  @Override
  public void flush() {}

  @Override
  public void end(List<String> trailers) {
    over.complete(status);
  }

  @Override
  public void abort() {
    over.completeExceptionally(new IOException("its answer broke off"));
  }

  @Override
  public void notHere() {
    over.completeExceptionally(new IOException("it was not let in"));
  }
}
