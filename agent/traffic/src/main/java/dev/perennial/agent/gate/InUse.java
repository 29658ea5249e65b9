package dev.perennial.agent.gate;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.container.SessionHash;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request in flight, as it was at one moment, and the sessions that it uses. Immutable. */
public final class InUse {
  private final Exchange exchange;
  private final long use;
  private final long[] named;
  private final @Nullable String current;

  private InUse(Exchange exchange, long use, long[] named, @Nullable String current) {
    this.exchange = exchange;
    this.use = use;
    this.named = named;
    this.current = current;
  }

  /** Returns the request that an exchange is about, or null if it is about none. */
  static @Nullable InUse of(Exchange exchange) {
    while (true) {
      long before = exchange.use.get();
      if ((before & 1) == 0) {
        return null;
      }
      InUse seen =
          new InUse(exchange, before, exchange.sessionHashes(), exchange.currentSessionId());
      if (exchange.use.get() == before) {
        return seen;
      }
    }
  }

  /** Returns whether that request is in flight still. */
  public boolean lasts() {
    return exchange.use.get() == use;
  }

  /** Returns whether it is that of this exchange. */
  public boolean isOf(Exchange other) {
    return exchange == other;
  }

  /** Has the request time out, if it is asynchronous and in flight still. */
  public void timeOut() {
    if (lasts()) {
      exchange.timeOut();
    }
  }

  /** Ends the client's connection, if the request is in flight still. */
  public void abort() {
    if (lasts()) {
      exchange.abort();
    }
  }

  /** The sessions that some requests use: those that they name, and those that they have by now. */
  public static final class Sessions {
    private final Set<Long> named = new HashSet<>();
    private final Set<String> current = new HashSet<>();

    private Sessions() {}

    /** Returns those of some requests. */
    public static Sessions of(Collection<InUse> requests) {
      Sessions sessions = new Sessions();
      for (InUse request : requests) {
        for (long hash : request.named) {
          sessions.named.add(hash);
        }
        if (request.current != null) {
          sessions.current.add(request.current);
        }
      }
      return sessions;
    }

    /** Returns whether one of the requests uses a session. */
    public boolean contains(String id) {
      return current.contains(id) || (!named.isEmpty() && named.contains(SessionHash.of(id)));
    }
  }
}
