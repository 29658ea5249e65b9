package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.gate.RequestGate;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.Life;
import dev.perennial.coordinator.transfer.Message.Where;
import dev.perennial.coordinator.transfer.Place;
import java.util.List;
import java.util.Optional;
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
  private volatile @Nullable SourceRun run;

  public SourceDuplexer(Context context) {
    this.context = context;
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
   * @param stateBytes of all that would move, about
   * @param isOut tells whether a life is known to be out: the next one has begun, or a majority
   *     does not see it and its lease has run out
   * @param settings bounds
   * @param nanos monotonic clock
   * @param log for people
   * @param inventory of both kinds of what moves
   */
  public record Context(
      String self,
      Function<String, Optional<Life>> lives,
      RequestGate gate,
      PeerCalls peers,
      Containers containers,
      Supplier<List<String>> unmovable,
      LongSupplier stateBytes,
      Predicate<Life> isOut,
      DuplexSettings settings,
      LongSupplier nanos,
      Consumer<String> log,
      Inventory inventory) {}

  @Override
  public synchronized void duplex(long round, String successor) {
    SourceRun current = run;
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
    SourceRun next = new SourceRun(context, self.get(), peer.get(), round);
    run = next;
    Thread thread = new Thread(next, "perennial-duplex");
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      // No more threads, for instance: the guard need not wait for what nobody does.
      Suppressed.count(e, "duplexing");
      next.cannotBegin(e.toString());
    }
  }

  @Override
  public synchronized void switchOver(long round, long epoch) {
    SourceRun current = run;
    if (current != null && current.round() == round) {
      current.requestSwitch(epoch);
    }
  }

  @Override
  public synchronized void abort(String reason) {
    SourceRun current = run;
    if (current != null && current.abort(reason)) {
      run = null;
    }
  }

  @Override
  public synchronized void takeBack(long round) {
    SourceRun current = run;
    if (current != null
        && current.round() == round
        && (current.takeBack() || current.abort("the roster says IN_SERVICE"))) {
      run = null;
    }
  }

  @Override
  public synchronized void settle(long round) {
    SourceRun current = run;
    if (current != null && current.round() == round) {
      current.settle();
      run = null;
    }
  }

  @Override
  public Report.@Nullable Duplexing progress() {
    SourceRun current = run;
    return current == null ? null : current.progress();
  }

  /** Returns the run whose sessions are on their way or have gone, if any. */
  @Nullable SourceRun current() {
    return run;
  }

  /** Returns the transfer that a message of the successor is about, if there is one. */
  Optional<Transfer> transfer(Envelope envelope) {
    SourceRun current = run;
    return current != null && current.isAbout(envelope)
        ? Optional.of(current.transfer())
        : Optional.empty();
  }

  /** A request that used this session is over. */
  public void touched(String id) {
    SourceRun current = run;
    if (current != null) {
      current.touched(id);
    }
  }

  /** The application has ended the session. */
  public void ended(String id) {
    SourceRun current = run;
    if (current != null) {
      current.ended(id);
    }
  }

  /** The session goes on under another id. */
  public void renamed(String id, String newId) {
    SourceRun current = run;
    if (current != null) {
      current.renamed(id, newId);
    }
  }

  /**
   * An answer is about to be complete: whatever session the request has must be with the successor
   * before.
   */
  public void finishing(Exchange exchange, @Nullable String sessionId) {
    SourceRun current = run;
    if (current != null && sessionId != null) {
      current.finishing(exchange, sessionId);
    }
  }

  /** Returns where a session is that this server hands over; {@code NOT_KNOWN} if it does not. */
  Where where(String id) {
    SourceRun current = run;
    Place place = current == null ? null : current.place(id);
    if (current == null || place == null) {
      return Where.NOT_KNOWN;
    }
    return switch (place) {
      case HERE -> current.isHolding() ? Where.ON_ITS_WAY : Where.HERE;
      case IN_DOUBT, ARRIVING -> Where.ON_ITS_WAY;
      case AWAY -> Where.ELSEWHERE;
      case ENDED -> Where.NOT_KNOWN;
    };
  }

  /** Returns what the last round has moved; null if there was none in this life. */
  public @Nullable Moved moved() {
    SourceRun current = run;
    return current == null ? null : current.moved();
  }
}
