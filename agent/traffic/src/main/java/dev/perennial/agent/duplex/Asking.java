package dev.perennial.agent.duplex;

import dev.perennial.agent.ids.KnownIds;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Asks other servers which of them has a session, for requests that wait for it. Questions travel
 * together, and those servers are asked first that are likely to have it. Thread-safe.
 */
public final class Asking {
  /** So long the likely ones are asked alone. */
  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final String self;
  private final PeerCalls calls;
  private final KnownIds known;
  private final Promises promises;
  private final Executor work;
  private final IntSupplier most;
  private final LongSupplier nanos;
  private final Consumer<String> passedOver;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<String, AskedServer> servers = new ConcurrentHashMap<>();

  /**
   * @param self this server's name
   * @param known what the others have said of their sessions
   * @param promises of the others
   * @param work runs what may block
   * @param most so many requests wait for answers at once, at most
   * @param nanos like {@link System#nanoTime}
   * @param passedOver is told of a server that has fallen silent, for each request that was not
   *     refused though that server did not answer
   */
  public Asking(
      String self,
      PeerCalls calls,
      KnownIds known,
      Promises promises,
      Executor work,
      IntSupplier most,
      LongSupplier nanos,
      Consumer<String> passedOver) {
    this.self = self;
    this.calls = calls;
    this.known = known;
    this.promises = promises;
    this.work = work;
    this.most = most;
    this.nanos = nanos;
    this.passedOver = passedOver;
  }

  /**
   * Returns whether all of those servers have promised that they have none of these: nobody need be
   * asked. Takes no lock.
   */
  boolean isPromised(List<String> servers, List<ItemId> ids) {
    return promises.haveAll(servers, ids);
  }

  /**
   * Asks for some sessions, and waits for the answers. Who has promised that it has none of them is
   * not asked: it counts as if it had said so.
   *
   * @param servers that may have them
   * @param answers takes what they say
   * @param deadline on the clock that this object was made with
   * @return false if too many requests wait already: nobody was asked
   */
  boolean ask(List<String> servers, Message.Sought sought, Answers answers, long deadline) {
    List<String> toAsk = promises.withoutPromise(servers, sought.ids());
    if (toAsk.isEmpty()) {
      return true;
    }
    if (waiting.incrementAndGet() > Math.max(1, most.getAsInt())) {
      waiting.decrementAndGet();
      return false;
    }
    try {
      Inquiry inquiry = new Inquiry(sought, answers, deadline, nanos);
      toAsk.forEach(server -> inquiry.needs(server, known.of(server)));
      await(toAsk, inquiry);
    } finally {
      waiting.decrementAndGet();
    }
    return true;
  }

  private void await(List<String> toAsk, Inquiry inquiry) {
    List<String> likely = new ArrayList<>(toAsk.size());
    for (String server : toAsk) {
      if (known.of(server).isLikely(inquiry.sought().ids())) {
        likely.add(server);
      }
    }
    try {
      likely.forEach(server -> server(server).ask(inquiry));
      if (likely.isEmpty() || inquiry.awaitFirst(likely, FIRST_NANOS)) {
        for (String server : toAsk) {
          if (!likely.contains(server)) {
            server(server).ask(inquiry);
          }
        }
      }
      inquiry.awaitAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inquiry.end(passedOver);
    }
  }

  private AskedServer server(String name) {
    AskedServer known = servers.get(name);
    return known != null
        ? known
        : servers.computeIfAbsent(
            name, n -> new AskedServer(self, n, this.known.of(n), calls, work, nanos));
  }
}
