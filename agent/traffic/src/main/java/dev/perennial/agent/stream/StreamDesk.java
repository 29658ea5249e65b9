package dev.perennial.agent.stream;

import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.link.Channel;
import dev.perennial.agent.log.Suppressed;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Takes the requests that other servers send. Thread-safe. */
public final class StreamDesk {
  private final Consumer<Delivery> container;
  private final StreamSettings settings;
  private final Executor others;
  private final LongSupplier nanos;
  private final StandIns standIns;
  private final Set<StreamConnection> connections = ConcurrentHashMap.newKeySet();

  /**
   * @param container has a request served, and must not wait; throws {@link
   *     RejectedExecutionException} if it does not take it
   * @param others runs a task at once, not queued behind others
   * @param nanos like {@link System#nanoTime}
   */
  public StreamDesk(
      Consumer<Delivery> container, StreamSettings settings, Executor others, LongSupplier nanos) {
    this.container = container;
    this.settings = settings;
    this.others = others;
    this.nanos = nanos;
    this.standIns = new StandIns(others);
  }

  /** Serves a connection until it ends. */
  public void serve(Channel channel) {
    StreamConnection connection =
        new StreamConnection(channel, settings, others, standIns, nanos, this::deliver);
    connections.add(connection);
    try {
      connection.reading.beginHere();
      connection.awaitEnd();
    } finally {
      connections.remove(connection);
    }
  }

  private void deliver(IncomingRequest request) {
    try {
      container.accept(request);
    } catch (RejectedExecutionException e) {
      request.refuse(String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      Suppressed.count(e, "delivery");
      // How far it has come is not known.
      request.abort();
    }
  }

  /** Looks at the time; to be called about each second. Does not wait. */
  public void tick() {
    // Later than the asking side, which might have a request on its way just then.
    connections.forEach(connection -> connection.tick(2 * settings.idleLimit().toNanos()));
  }
}
