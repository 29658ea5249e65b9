package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Exchange;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Message.Where;
import dev.perennial.coordinator.transfer.Place;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this server hands over, if it hands over anything. It is there from the start: {@link
 * SourceDuplexer} alone begins and ends runs; whoever must know where sessions are asks here.
 * Thread-safe.
 */
public final class Outgoing {
  private volatile @Nullable SourceRun run;

  /** From now on this is handed over; null for nothing. */
  void set(@Nullable SourceRun next) {
    run = next;
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

  /**
   * Returns where a session is that this server hands over; {@code NOT_KNOWN} if it does not. Who
   * asks has a request that waits for it.
   */
  Message.Has where(String id) {
    SourceRun current = run;
    Place place = current == null ? null : current.place(id);
    if (current == null || place == null) {
      return new Message.Has(Where.NOT_KNOWN, "");
    }
    if (place == Place.HERE && current.isSwitching()) {
      current.want(id);
    }
    return switch (place) {
      case HERE -> new Message.Has(current.isHolding() ? Where.ON_ITS_WAY : Where.HERE, "");
      case IN_DOUBT, ARRIVING -> new Message.Has(Where.ON_ITS_WAY, "");
      case AWAY -> new Message.Has(Where.ELSEWHERE, current.successor());
      case ENDED -> new Message.Has(Where.NOT_KNOWN, "");
    };
  }

  /**
   * Returns whether a session was left behind: its container has it still, and nobody serves it.
   */
  boolean isLeft(String id) {
    SourceRun current = run;
    return current != null && current.isSwitching() && current.place(id) == Place.ENDED;
  }

  /** Returns what the last round has moved; null if there was none in this life. */
  public @Nullable Moved moved() {
    SourceRun current = run;
    return current == null ? null : current.moved();
  }

  /** Returns how far it has come; null while nothing is handed over. */
  Report.@Nullable Duplexing progress() {
    SourceRun current = run;
    return current == null ? null : current.progress();
  }
}
