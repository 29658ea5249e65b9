package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Container;
import dev.perennial.agent.ids.Flood;
import dev.perennial.agent.ids.KnownIds;
import dev.perennial.agent.ids.OwnIds;
import dev.perennial.agent.ids.OwnTime;
import dev.perennial.agent.ids.PeerIds;
import dev.perennial.agent.link.LinkFailedException;
import dev.perennial.agent.link.MessageCodec;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.Life;
import dev.perennial.coordinator.transfer.Message;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Asks the other servers, in turn, which sessions they have, and keeps what this server says of its
 * own up to date. Thread-safe.
 */
public final class IdPolls {
  /** Longer than a link waits for an answer. */
  private static final long LIMIT_SECONDS = 15;

  /** An older agent does not know the question. */
  private static final long UNKNOWN_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** In so many turns each of the others is asked, at least. */
  private static final int TURNS = 5;

  private final String self;
  private final PeerCalls calls;
  private final Containers containers;
  private final OwnIds own;
  private final KnownIds known;
  private final OwnTime time;
  private final Flood flood;
  private final Supplier<List<String>> others;
  private final Executor work;
  private final LongSupplier nanos;
  private final Consumer<String> log;
  private final Set<String> heardOf = ConcurrentHashMap.newKeySet();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> unknownSince = new ConcurrentHashMap<>();
  private final AtomicBoolean renewing = new AtomicBoolean();
  private int turn;

  /**
   * @param self this server's name
   * @param time by which the silence of others is measured
   * @param flood in which promises are asked for, too
   * @param others who may have sessions, as of now
   * @param work runs what may block
   * @param nanos like {@link System#nanoTime}
   * @param log for people
   */
  public IdPolls(
      String self,
      PeerCalls calls,
      Containers containers,
      OwnIds own,
      KnownIds known,
      OwnTime time,
      Flood flood,
      Supplier<List<String>> others,
      Executor work,
      LongSupplier nanos,
      Consumer<String> log) {
    this.self = self;
    this.calls = calls;
    this.containers = containers;
    this.own = own;
    this.known = known;
    this.time = time;
    this.flood = flood;
    this.others = others;
    this.work = work;
    this.nanos = nanos;
    this.log = log;
  }

  /** Asks the next ones. To be called about ten times a second, by one thread; does not block. */
  public void tick() {
    time.look();
    List<String> now = others.get();
    if (now.isEmpty()) {
      return;
    }
    if (renewing.compareAndSet(false, true)) {
      run(this::renew, () -> renewing.set(false));
    }
    for (int i = 0; i <= (now.size() - 1) / TURNS; i++) {
      next(now.get(Math.floorMod(turn++, now.size())));
    }
  }

  /** Asks one of them out of turn, unless it is just being asked; does not block. */
  public void soon(String server) {
    next(server);
  }

  private void next(String server) {
    Long since = unknownSince.get(server);
    boolean older = since != null && nanos.getAsLong() - since < UNKNOWN_NANOS;
    if (!older && underWay.add(server)) {
      run(() -> ask(server), () -> underWay.remove(server));
    }
  }

  private void run(Runnable task, Runnable after) {
    boolean given = false;
    try {
      work.execute(
          () -> {
            try {
              task.run();
            } finally {
              after.run();
            }
          });
      given = true;
    } catch (OutOfMemoryError e) {
      // No thread is to be had: the next turn tries again.
      Suppressed.count(e, "session ids");
    } finally {
      if (!given) {
        after.run();
      }
    }
  }

  private void renew() {
    List<Container> all = containers.all();
    own.renew(
        () -> all.stream().flatMap(container -> container.sessionIds().stream()).toList(),
        () -> !all.isEmpty() && all.stream().allMatch(Container::tellsOfNewSessions));
  }

  private void ask(String server) {
    PeerIds peer = known.of(server);
    try {
      long asked = nanos.getAsLong();
      Message.WhichIds which = peer.question(flood.isOn(asked));
      byte[] question =
          MessageCodec.encode(new Envelope(new Life(self, 0), new Life(server, 0), 0, which));
      var answer = calls.call(server, question);
      peer.asked(nanos.getAsLong());
      Message message = MessageCodec.decode(answer.get(LIMIT_SECONDS, TimeUnit.SECONDS)).message();
      peer.heard();
      if (message instanceof Message.Ids ids) {
        peer.learned(ids, asked);
        if (ids.kind() == Message.Ids.Kind.ALL && heardOf.add(server)) {
          log.accept("session ids: " + server + " lists those of its sessions");
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LinkFailedException) {
        peer.heard();
        unknownSince.put(server, nanos.getAsLong());
      }
    } catch (TimeoutException | IOException | IllegalArgumentException e) {
      // Not known what it has: it is asked for each session.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
