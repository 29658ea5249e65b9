package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.gate.RequestGate;
import dev.perennial.agent.server.Duplexer;
import dev.perennial.coordinator.roster.Report;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
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
  private @Nullable SourceRun run;

  public SourceDuplexer(Context context) {
    this.context = context;
  }

  /**
   * What a run works with.
   *
   * @param self this server's name
   * @param incarnation of this life, as soon as it is known
   * @param gate of this server
   * @param peers links to the other servers
   * @param containers whose sessions move
   * @param parts of the process state that move
   * @param isOut tells whether a server is known to be out: a majority does not see it, and its
   *     lease has run out
   * @param settings bounds
   * @param nanos monotonic clock
   * @param log for people
   */
  public record Context(
      String self,
      LongSupplier incarnation,
      RequestGate gate,
      PeerCalls peers,
      Containers containers,
      Supplier<List<MovablePart>> parts,
      Predicate<String> isOut,
      DuplexSettings settings,
      LongSupplier nanos,
      Consumer<String> log) {}

  @Override
  public synchronized void duplex(long round, String successor) {
    SourceRun current = run;
    if (current != null && current.round() == round && current.successor().equals(successor)) {
      return;
    }
    if (current != null && !current.abort("a new round has begun")) {
      return;
    }
    SourceRun next = new SourceRun(context, round, successor);
    run = next;
    Thread thread = new Thread(next, "perennial-duplex");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public synchronized void switchOver(long round, long epoch) {
    SourceRun current = run;
    if (current != null && current.round() == round) {
      current.requestSwitch();
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
  public Report.@Nullable Duplexing progress() {
    SourceRun current = current();
    return current == null ? null : current.progress();
  }

  /** Returns the run whose sessions are on their way or have gone, if any. */
  synchronized @Nullable SourceRun current() {
    return run;
  }

  /** A request that used this session is over. */
  public void touched(String id) {
    SourceRun current = current();
    if (current != null) {
      current.handover().touched(id);
    }
  }

  /** The application has ended the session. */
  public void ended(String id) {
    SourceRun current = current();
    if (current != null) {
      current.handover().ended(id);
    }
  }

  /**
   * An answer is about to be complete: whatever session the request has must be with the successor
   * before.
   */
  public void finishing(Exchange exchange, @Nullable String sessionId) {
    SourceRun current = current();
    if (current != null && sessionId != null) {
      current.finishing(exchange, sessionId);
    }
  }

  /** As {@link SuccessorDesk.Ownership#where}, of the sessions that this server hands over. */
  public @Nullable String where(String id) {
    SourceRun current = current();
    Handover.Place place = current == null ? null : current.handover().place(id);
    if (current == null || place == null) {
      return null;
    }
    return switch (place) {
      case HERE -> current.isSwitching() ? SuccessorDesk.Ownership.ON_ITS_WAY : "";
      case IN_DOUBT -> SuccessorDesk.Ownership.ON_ITS_WAY;
      case AWAY -> current.successor();
      case ENDED -> null;
    };
  }

  /** Returns what the last round has moved; null if there was none in this life. */
  public @Nullable Moved moved() {
    SourceRun current = current();
    return current == null ? null : current.moved();
  }

  /** Returns the ids that have gone to the successor; empty if none. */
  public Set<String> away() {
    SourceRun current = current();
    return current == null ? Set.of() : current.handover().away();
  }
}
