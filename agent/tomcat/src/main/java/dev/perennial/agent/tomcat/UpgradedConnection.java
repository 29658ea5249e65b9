package dev.perennial.agent.tomcat;

import java.util.concurrent.TimeUnit;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.upgrade.UpgradeProcessorInternal;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * A connection that speaks HTTP/2, WebSocket or another protocol that it was upgraded to, on its
 * way to an end. It is told what to do on Tomcat's own threads: nothing here waits for the client.
 * For one thread.
 */
final class UpgradedConnection {
  /** A client that has been told goodbye begins nothing new after so long. */
  private static final long GOODBYE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** A client that has not answered the end of its WebSocket by then is cut off. */
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final SocketWrapperBase<?> connection;
  private final long dueNanos;
  private final Http2Quiet quiet = new Http2Quiet();
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
    if (closed) {
      return;
    }
    if (!(processor instanceof UpgradeProcessorInternal internal)) {
      // An application's own: only it knows whether it is idle.
      if (last) {
        close(SocketEvent.STOP);
      }
      return;
    }
    boolean due = last || nanos - dueNanos >= 0;
    Http2Streams streams = Http2Streams.of(internal);
    if (streams == null) {
      endOther(due, nanos);
    } else {
      endHttp2(internal, streams, due, nanos, last);
    }
  }

  /** WebSocket: a close with 1001, which the client answers. */
  private void endOther(boolean due, long nanos) {
    if (!told && due) {
      tell(nanos);
      connection.processSocket(SocketEvent.STOP, true);
    } else if (told && nanos - toldNanos > ANSWER_NANOS) {
      close(SocketEvent.ERROR);
    }
  }

  /** HTTP/2: GOAWAY, its streams go on, and when they are done GOAWAY with the last of them. */
  private void endHttp2(
      Processor processor, Http2Streams streams, boolean due, long nanos, boolean last) {
    boolean isTime = quiet.look(streams, nanos, dueNanos);
    if (!told && due && (last || isTime)) {
      tell(nanos);
      connection.execute(processor::pause);
    } else if (told && nanos - toldNanos > GOODBYE_NANOS && streams.active() == 0) {
      close(SocketEvent.TIMEOUT);
    }
  }

  private void tell(long nanos) {
    told = true;
    toldNanos = nanos;
  }

  /**
   * HTTP/2 says its last word at a timeout, WebSocket ends at an error, and others when stopped.
   */
  private void close(SocketEvent event) {
    closed = true;
    connection.processSocket(event, true);
  }

  /**
   * How much an HTTP/2 connection has to do.
   *
   * @param active streams under way
   * @param newest stream that was begun
   */
  record Http2Streams(int active, int newest) {
    static @Nullable Http2Streams of(UpgradeProcessorInternal processor) {
      try {
        Object handler = Reflected.UPGRADE_HANDLER.get(processor);
        return Reflected.HTTP2_HANDLER.isInstance(handler)
            ? new Http2Streams(
                ((Number) Reflected.ACTIVE_STREAMS.get(handler)).intValue(),
                Reflected.NEWEST_STREAM.getInt(handler))
            : null;
      } catch (IllegalAccessException e) {
        throw Reflected.unexpected(e);
      }
    }
  }

  /**
   * When to say GOAWAY. There are clients, the JDK's before 24 among them, that give up all their
   * requests at any GOAWAY, against the standard: they are told when they have none.
   */
  private static final class Http2Quiet {
    /** One that begins stream after stream, without a pause for so long, is told all the same. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private int newest = -1;
    private long newestNanos;
    private long busyNanos;

    boolean look(Http2Streams streams, long nanos, long dueNanos) {
      if (streams.newest() != newest) {
        newest = streams.newest();
        newestNanos = nanos;
        busyNanos = nanos;
      } else if (streams.active() > 0) {
        busyNanos = nanos;
      }
      return nanos - busyNanos > PAUSE_NANOS
          || (nanos - newestNanos <= PAUSE_NANOS && nanos - dueNanos > PATIENCE_NANOS);
    }
  }
}
