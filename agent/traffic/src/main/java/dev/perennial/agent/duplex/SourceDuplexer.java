package dev.perennial.agent.duplex;

import dev.perennial.agent.gate.RequestGate;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.transfer.Life;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Duplexes this server's state to a successor and hands it over: one {@link SourceRun} a round, on
 * a thread of its own. Thread-safe.
 */
public final class SourceDuplexer implements Duplexer {
  private final Context context;
  private final Outgoing outgoing;

  /** Of each run whose thread may still go on: counted down when it has ended. */
  private final List<CountDownLatch> running = new ArrayList<>();

  /**
   * @param outgoing is told of each run that begins and ends
   */
  public SourceDuplexer(Context context, Outgoing outgoing) {
    this.context = context;
    this.outgoing = outgoing;
  }

  /**
   * What a run works with.
   *
   * @param lives the present life of a server, this one included; empty while it is not known
   * @param self this server's name
   * @param gate of this server
   * @param peers links to the other servers
   * @param containers whose sessions move
   * @param unmovable what would stay behind and why, as far as known
   * @param size of all that would move, about
   * @param mayLeaveSessions whether sessions may stay behind for which a successor has no room
   * @param isOut tells whether a life is known to be out: the next one has begun, or a majority
   *     does not see it and its lease has run out
   * @param settings bounds
   * @param nanos monotonic clock
   * @param log for people
   * @param inventory of both kinds of what moves
   * @param left told once what a hand-over has left behind; must not throw
   */
  public record Context(
      String self,
      Function<String, Optional<Life>> lives,
      RequestGate gate,
      PeerCalls peers,
      Containers containers,
      Supplier<List<String>> unmovable,
      Supplier<StateSize> size,
      BooleanSupplier mayLeaveSessions,
      Predicate<Life> isOut,
      DuplexSettings settings,
      LongSupplier nanos,
      Consumer<String> log,
      Inventory inventory,
      Consumer<Leftovers> left) {}

  @Override
  public synchronized void duplex(long round, String successor) {
    SourceRun current = outgoing.current();
    if (current != null && current.round() == round && current.successor().equals(successor)) {
      return;
    }
    if (current != null && !current.abort("a new round has begun")) {
      return;
    }
    Optional<Life> self = context.lives().apply(context.self());
    Optional<Life> peer = context.lives().apply(successor);
    if (self.isEmpty() || peer.isEmpty()) {
      // The next look at the roster tells.
      return;
    }
    running.removeIf(over -> over.getCount() == 0);
    SourceRun next = new SourceRun(context, self.get(), peer.get(), round, List.copyOf(running));
    outgoing.set(next);
    Thread thread = new Thread(null, next, "perennial-duplex", 0, false);
    thread.setDaemon(true);
    try {
      thread.start();
      running.add(next.over());
    } catch (OutOfMemoryError e) {
      // No more threads, for instance: the guard need not wait for what nobody does.
      Suppressed.count(e, "duplexing");
      next.cannotBegin(e.toString());
    }
  }

  @Override
  public synchronized void switchOver(long round, long epoch) {
    SourceRun current = outgoing.current();
    if (current != null && current.round() == round) {
      current.requestSwitch(epoch);
    }
  }

  @Override
  public synchronized void abort(String reason) {
    SourceRun current = outgoing.current();
    if (current != null && current.abort(reason)) {
      outgoing.set(null);
    }
  }

  @Override
  public synchronized void takeBack(long round) {
    SourceRun current = outgoing.current();
    if (current != null && current.round() == round && current.takeBack()) {
      outgoing.set(null);
    }
  }

  @Override
  public synchronized void settle(long round) {
    SourceRun current = outgoing.current();
    if (current != null && current.round() == round && current.settle()) {
      outgoing.set(null);
    }
  }

  @Override
  public String unconfirmed(long round) throws InterruptedException {
    SourceRun current = outgoing.current();
    return current == null || current.round() != round
        ? "nothing was handed over in round " + round
        : current.unconfirmed();
  }

  @Override
  public Report.@Nullable Duplexing progress() {
    return outgoing.progress();
  }
}
