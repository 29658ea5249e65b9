package dev.perennial.agent.relay;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.container.RelayHeader;
import dev.perennial.agent.relay.RelayException.Kind;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Has requests answered by another server. Requests and answers stream. Thread-safe; a request is
 * relayed on the thread that calls, a longer body is sent on by one more.
 */
public final class Relay implements AutoCloseable {
  /** An answer with this header, set to {@link #NOT_THERE}, means: ask another server. */
  public static final String ANSWER_HEADER = RelayHeader.NAME;

  public static final String NOT_THERE = "not-there";

  private final RelaySettings settings;
  private final Executor bodies;
  private final ConnectionPool pool;

  /**
   * Creates a relay.
   *
   * @param bodies runs one task for each longer request body, at once: not queued behind others
   * @param nanos a clock such as {@code System::nanoTime}
   */
  public Relay(RelaySettings settings, Executor bodies, LongSupplier nanos) {
    this.settings = settings;
    this.bodies = bodies;
    this.pool = new ConnectionPool(settings, nanos);
  }

  /**
   * Relays a request and its answer. When this returns the request is over: answered, or the
   * client's connection has been cut because the answer could not be completed.
   *
   * @throws RelayException if nothing has been answered, so that the caller still can
   */
  public void relay(Exchange exchange, Target target) throws RelayException {
    RequestHead head = RequestHead.of(exchange, target);
    // Only a request that may be sent twice goes over a connection that may be gone by now.
    Connection pooled = head.isRepeatable() && !head.http10() ? pool.take(target) : null;
    if (pooled != null) {
      try {
        relay(exchange, target, head, pooled);
        return;
      } catch (RelayException e) {
        if (e.kind() != Kind.UNREACHED) {
          throw e;
        }
      }
    }
    relay(exchange, target, head, open(target));
  }

  private Connection open(Target target) throws RelayException {
    try {
      return Connection.open(target, settings);
    } catch (IOException | RuntimeException e) {
      throw new RelayException(Kind.UNREACHED, true, target + " cannot be reached: " + e, e);
    }
  }

  private void relay(Exchange exchange, Target target, RequestHead head, Connection connection)
      throws RelayException {
    boolean reusable = false;
    try {
      RelayedRequest request = new RelayedRequest(exchange, head, connection, settings, bodies);
      reusable = request.run();
    } finally {
      if (reusable) {
        pool.put(target, connection);
      } else {
        connection.close();
      }
    }
  }

  /** Closes connections that have been idle for too long; to be called now and then. */
  public void closeIdle() {
    pool.closeExpired();
  }

  @Override
  public void close() {
    pool.close();
  }
}
