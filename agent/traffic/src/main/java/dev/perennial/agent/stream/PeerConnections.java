package dev.perennial.agent.stream;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The connections to one server, opened when they are needed. Thread-safe. */
final class PeerConnections {
  /** So many requests go over one connection before another is opened. */
  private static final int ENOUGH = 1;

  private final StreamSettings settings;
  private final ReentrantLock opening = new ReentrantLock();
  private final List<StreamConnection> connections = new CopyOnWriteArrayList<>();

  /** How often none could be opened, and why the last time. */
  private final AtomicInteger failures = new AtomicInteger();

  private volatile String failure = "";
  private volatile boolean closed;

  PeerConnections(StreamSettings settings) {
    this.settings = settings;
  }

  /** Opens a connection. */
  interface Opener {
    StreamConnection open() throws IOException;
  }

  /** Returns the connection with the fewest requests; waits while the first one is opened. */
  StreamConnection take(Opener opener) throws IOException {
    StreamConnection best = best();
    if (best != null && isEnough(best)) {
      return best;
    }
    int seen = failures.get();
    if (best == null) {
      opening.lock();
    } else if (!opening.tryLock()) {
      return best;
    }
    try {
      StreamConnection now = best();
      if (now != null && isEnough(now)) {
        return now;
      }
      if (now == null && failures.get() != seen) {
        // It was tried while this one waited: not each of many has to find out.
        throw new IOException(failure);
      }
      return add(opener, now);
    } finally {
      opening.unlock();
    }
  }

  private boolean isEnough(StreamConnection best) {
    return best.streams() < ENOUGH || connections.size() >= settings.connections();
  }

  private @Nullable StreamConnection best() {
    StreamConnection best = null;
    for (StreamConnection each : connections) {
      if (each.isOpen() && (best == null || each.streams() < best.streams())) {
        best = each;
      }
    }
    return best;
  }

  private StreamConnection add(Opener opener, @Nullable StreamConnection instead)
      throws IOException {
    try {
      StreamConnection opened = opener.open();
      connections.removeIf(each -> !each.isOpen());
      connections.add(opened);
      if (closed) {
        close();
      }
      return opened;
    } catch (IOException e) {
      failure = String.valueOf(e.getMessage());
      failures.incrementAndGet();
      if (instead != null) {
        return instead;
      }
      throw e;
    }
  }

  /** Returns how many are open. */
  int count() {
    return (int) connections.stream().filter(StreamConnection::isOpen).count();
  }

  /** Looks at the time. Does not wait. */
  void tick() {
    connections.removeIf(connection -> !connection.isOpen());
    connections.forEach(connection -> connection.tick(settings.idleLimit().toNanos()));
  }

  /** Ends them all. */
  void close() {
    closed = true;
    connections.forEach(connection -> connection.close("all connections were closed"));
  }
}
