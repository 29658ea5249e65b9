package dev.perennial.testing.consistency;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All that the clients of one session have asked of it, and got. Grows only. Thread-safe: the
 * session may have several clients at once.
 */
public final class History {
  private final String session;
  private final LongSupplier clock;
  private final State empty = State.empty();
  private final Set<String> tokens = new HashSet<>();
  private final List<Begun> all = new ArrayList<>();
  private int putOff;

  /**
   * Makes one without operations.
   *
   * @param session its name in reports
   * @param clock of ns, for all clients of the session the same
   */
  public History(String session, LongSupplier clock) {
    this.session = session;
    this.clock = clock;
  }

  public String session() {
    return session;
  }

  /**
   * Notes that a token is about to be appended.
   *
   * @throws IllegalArgumentException if the token is empty or was appended before: it must tell one
   *     write from all others
   */
  public synchronized Begun append(String token) {
    if (token.isEmpty() || !tokens.add(token)) {
      throw new IllegalArgumentException("a token must be new: '" + token + "'");
    }
    return begin(token);
  }

  /** Notes that the list is about to be read. */
  public synchronized Begun read() {
    return begin("");
  }

  private Begun begin(String token) {
    Begun begun = new Begun(token, clock.getAsLong());
    all.add(begun);
    return begun;
  }

  /** Returns all operations so far, in the order in which they began. */
  synchronized List<Operation> operations() {
    return all.stream().map(Begun::operation).toList();
  }

  /** Returns how often a server has asked a client to come again, and nothing took effect. */
  synchronized int putOff() {
    return putOff;
  }

  /** An operation that is under way. Until it is said otherwise, its outcome is unknown. */
  public final class Begun {
    private final String token;
    private final long invoked;
    private @Nullable Operation done;

    private Begun(String token, long invoked) {
      this.token = token;
      this.invoked = invoked;
    }

    /**
     * It was answered: an append has taken effect.
     *
     * @param server that answered; empty if not known
     * @param shown the whole list as the answer had it; empty if it said that there is no session
     */
    public void answered(String server, Collection<String> shown) {
      synchronized (History.this) {
        end(clock.getAsLong(), new Outcome.Answered(server, empty.then(shown)));
      }
    }

    /** The server has asked the client to come again, and it will: it is still under way. */
    public void putOff() {
      synchronized (History.this) {
        putOff++;
      }
    }

    /** It has certainly taken no effect, and will not. */
    public void refused(String why) {
      synchronized (History.this) {
        end(clock.getAsLong(), new Outcome.Refused(why));
      }
    }

    /** Nobody knows whether it has taken effect, or whether it will. */
    public void unknown(String why) {
      synchronized (History.this) {
        end(Operation.NEVER, new Outcome.Unknown(why));
      }
    }

    private void end(long completed, Outcome outcome) {
      if (done != null) {
        throw new IllegalStateException("has ended: " + done);
      }
      done = new Operation(token, invoked, completed, outcome);
    }

    private Operation operation() {
      return done != null
          ? done
          : new Operation(token, invoked, Operation.NEVER, new Outcome.Unknown("under way"));
    }
  }
}
