package dev.perennial.agent.tomcat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.upgrade.UpgradeProcessorInternal;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * A connection that speaks HTTP/2, WebSocket or another protocol that it was upgraded to, on its
 * way to an end. Only told what to do, on Tomcat's own threads: none of it waits for the client. For
 * one thread.
 */
final class UpgradedConnection {
  /** A client that has been told goodbye begins nothing new after so long. */
  private static final long GOODBYE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** A client that has not answered the end of its WebSocket by then is cut off. */
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final SocketWrapperBase<?> connection;
  private final long dueNanos;
  private long toldNanos;
  private boolean told;
  private boolean closed;

  /**
   * @param dueNanos when it is told
   */
  UpgradedConnection(SocketWrapperBase<?> connection, long dueNanos) {
    this.connection = connection;
    this.dueNanos = dueNanos;
  }

  /**
   * Takes the next step, if it is time for it.
   *
   * @param last whether there is no more time to wait for anything
   */
  void look(Processor processor, long nanos, boolean last) {
    if (!(processor instanceof UpgradeProcessorInternal internal)) {
      // An application's own: only it knows whether it is idle.
      if (last && !closed) {
        close(SocketEvent.STOP);
      }
      return;
    }
    @Nullable AtomicInteger streams = streams(internal);
    if (!told && (last || nanos - dueNanos >= 0)) {
      told = true;
      toldNanos = nanos;
      tell(processor, streams != null);
    } else if (told && !closed && isDone(streams, nanos)) {
      close(streams == null ? SocketEvent.ERROR : SocketEvent.TIMEOUT);
    }
  }

  /** HTTP/2: GOAWAY, its streams go on. WebSocket: close with 1001, the client answers. */
  private void tell(Processor processor, boolean http2) {
    if (http2) {
      connection.execute(processor::pause);
    } else {
      connection.processSocket(SocketEvent.STOP, true);
    }
  }

  private boolean isDone(@Nullable AtomicInteger streams, long nanos) {
    long since = nanos - toldNanos;
    return streams == null ? since > ANSWER_NANOS : since > GOODBYE_NANOS && streams.get() == 0;
  }

  /** HTTP/2 says at a timeout which streams it has served, and closes; WebSocket at an error. */
  private void close(SocketEvent event) {
    closed = true;
    connection.processSocket(event, true);
  }

  /** Returns how many streams of HTTP/2 are under way, or null if it is another protocol. */
  private static @Nullable AtomicInteger streams(UpgradeProcessorInternal processor) {
    try {
      Object handler = Reflected.UPGRADE_HANDLER.get(processor);
      return Reflected.ACTIVE_STREAMS.getDeclaringClass().isInstance(handler)
          ? (AtomicInteger) Reflected.ACTIVE_STREAMS.get(handler)
          : null;
    } catch (IllegalAccessException e) {
      throw Reflected.unexpected(e);
    }
  }
}
