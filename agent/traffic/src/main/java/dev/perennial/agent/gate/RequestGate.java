package dev.perennial.agent.gate;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.container.Gate;
import dev.perennial.agent.container.OwnPaths;
import dev.perennial.agent.gate.GateState.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The gate in front of all applications of this JVM.
 *
 * <pre>
 * OPEN (all in) -> CHECKED (ids decide) -> HELD (new ones wait) -> AWAY (ids decide, default is the successor)
 *      ^-------------------^---------------------+                       |
 *      ^-----------------------------------------------------------------+
 * </pre>
 *
 * <p>A request that is simply let in allocates nothing and takes no lock. Thread-safe; the state is
 * changed by one thread at a time.
 */
public final class RequestGate implements Gate {
  /** A request is tried at so many servers, one after another, before it is refused. */
  private static final int MAX_TRIES = 3;

  /** For relayed requests: the relaying server finds out where else. */
  private static final Route NOT_HERE = new Route.Elsewhere("", false);

  private final Router router;
  private final Forwarder forwarder;
  private final GateListener listener;
  private final LongSupplier nanos;

  private final InFlight inFlight = new InFlight();
  private final AtomicInteger waiting = new AtomicInteger();

  /** All that were ever seen, as long as the container keeps them: it uses each many times. */
  private final Set<Exchange> exchanges =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private volatile GateState state = new GateState(Kind.OPEN);
  private volatile boolean switching;

  /** Of requests that are never held and never relayed. */
  private volatile OwnPaths own = OwnPaths.none();

  /** Of the present switch-over, or of the last one. */
  private volatile HeldTimes held = new HeldTimes();

  /** Of all switch-overs of this life. */
  private final HeldTimes everHeld = new HeldTimes();

  /**
   * @param nanos monotonic clock
   */
  public RequestGate(
      Router router, Forwarder forwarder, GateListener listener, LongSupplier nanos) {
    this.router = router;
    this.forwarder = forwarder;
    this.listener = listener;
    this.nanos = nanos;
  }

  @Override
  public boolean enter(Exchange exchange) {
    if (!exchange.known) {
      exchange.known = true;
      exchanges.add(exchange);
    }
    GateState now = state;
    // Also of an open gate: it notes which sessions are in use.
    long hash = exchange.sessionHash();
    if (now.kind == Kind.OPEN || (now.kind == Kind.CHECKED && isKnown(hash, now))) {
      if (admit(exchange, now)) {
        return false;
      }
    }
    return staysHere(exchange, hash) ? enterHere(exchange) : enterSlowly(exchange);
  }

  /** What another server's gate has sent here is not for this very server. */
  private boolean staysHere(Exchange exchange, long hash) {
    return exchange.staysHere(own, hash != 0)
        && forwarder.source(exchange) == Forwarder.Source.CLIENT;
  }

  /** Whatever the gate does with others; always false, as nobody has answered it. */
  private boolean enterHere(Exchange exchange) {
    while (!admit(exchange, state)) {
      // The gate has changed meanwhile.
    }
    return false;
  }

  private boolean isKnown(long hash, GateState now) {
    return hash == 0 || (now.known.contains(hash) && router.isUnquestioned());
  }

  /**
   * Lets a request in, unless the gate has changed meanwhile: a closed gate must not miss one that
   * slipped by.
   */
  private boolean admit(Exchange exchange, GateState expected) {
    // Before the look at the state: whoever changes that finds each request here that got in. The
    // count that follows orders the two.
    toggle(exchange);
    int ticket = inFlight.enter();
    boolean admitted = false;
    try {
      if (state == expected) {
        exchange.ticket = ticket;
        exchange.admittedNanos = nanos.getAsLong();
        listener.admitted(exchange);
        admitted = true;
      }
      return admitted;
    } finally {
      if (!admitted) {
        // Also after an error: one that nobody leaves would be waited for in each round to come.
        toggle(exchange);
        inFlight.leave(ticket);
      }
    }
  }

  /** A request begins or ends; by one thread at a time. */
  private static void toggle(Exchange exchange) {
    exchange.use.lazySet(exchange.use.get() + 1);
  }

  /**
   * The other ways of a request; what is decided here may take as long as another server's answer.
   */
  private boolean enterSlowly(Exchange exchange) {
    Forwarder.Source source = forwarder.source(exchange);
    HeldTimes times = switching ? held : null;
    long began = times == null ? 0 : nanos.getAsLong();
    int tries = 0;
    while (true) {
      GateState now = state;
      if (now.kind == Kind.HELD && source != Forwarder.Source.PROBE) {
        if (!await(now)) {
          forwarder.refuse(
              exchange, "held for a switch-over, and too many requests wait, or too long", 1);
          return true;
        }
        continue;
      }
      Route route = route(exchange, source, now);
      if (state != now) {
        continue;
      }
      if (times != null) {
        long waited = nanos.getAsLong() - began;
        times.note(waited);
        everHeld.note(waited);
        times = null;
      }
      if (route instanceof Route.Here) {
        byte[] sent = exchange.sentBody;
        if (sent != null && sent.length < exchange.bodyLength()) {
          forwarder.refuse(exchange, "the client has not sent all of the body", 1);
          return true;
        }
        if (source == Forwarder.Source.CLIENT && now.kind == Kind.CHECKED) {
          now.known.add(exchange.sessionHash());
        }
        if (admit(exchange, now)) {
          if (sent != null) {
            // The session came here while its request was relayed.
            exchange.sentBody = null;
            exchange.replay(sent);
          }
          return false;
        }
      } else if (route instanceof Route.Refused refused) {
        forwarder.refuse(exchange, refused.reason(), refused.retryAfterSeconds());
        return true;
      } else if (route instanceof Route.Elsewhere elsewhere) {
        if (source != Forwarder.Source.CLIENT) {
          forwarder.notHere(exchange);
          return true;
        }
        if (forwarder.forward(exchange, elsewhere.server(), elsewhere.asNew())
            == Forwarder.Outcome.OVER) {
          return true;
        }
        router.forget(Named.by(exchange));
        if (++tries == MAX_TRIES) {
          forwarder.refuse(exchange, elsewhere.server() + " could not be reached", 1);
          return true;
        }
      }
    }
  }

  private Route route(Exchange exchange, Forwarder.Source source, GateState now) {
    if (now.kind == Kind.OPEN || source == Forwarder.Source.PROBE) {
      return Route.HERE;
    }
    if (source == Forwarder.Source.CLIENT) {
      return router.route(Named.by(exchange));
    }
    boolean asNew = source == Forwarder.Source.RELAY_AS_NEW;
    return router.isHere(Named.by(exchange), asNew, now.kind == Kind.AWAY) ? Route.HERE : NOT_HERE;
  }

  /** Waits until the gate is held no more; false where too many wait already, or for too long. */
  private boolean await(GateState held) {
    try {
      if (waiting.incrementAndGet() > held.maxWaiting) {
        return false;
      }
      CountDownLatch released = held.released;
      return released == null || released.await(held.maxNanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.decrementAndGet();
    }
  }

  @Override
  public void exit(Exchange exchange) {
    toggle(exchange);
    inFlight.leave(exchange.ticket);
    listener.ended(exchange, nanos.getAsLong() - exchange.admittedNanos);
  }

  @Override
  public void finishing(Exchange exchange) {
    if (switching) {
      listener.finishing(exchange, exchange.currentSessionId());
    }
    if (!router.isUnquestioned() && isIn(exchange)) {
      // It was let in when the session was this server's, and somebody else may have served it
      // since.
      String id = exchange.currentSessionId();
      if (id != null && router.isInQuestion(id)) {
        exchange.abort();
      }
    }
  }

  private static boolean isIn(Exchange exchange) {
    return (exchange.use.get() & 1) != 0;
  }

  /** Ends the connections of requests in flight that use one of these sessions. */
  public void cut(Set<String> sessions) {
    for (InUse request : inUse()) {
      InUse.Sessions uses = InUse.Sessions.of(List.of(request));
      if (sessions.stream().anyMatch(uses::contains)) {
        request.abort();
      }
    }
  }

  /** Requests with these paths, or that their container has for itself, are let in always. */
  public void keepHere(OwnPaths paths) {
    own = paths;
  }

  /** Lets everything in. */
  public void open() {
    change(new GateState(Kind.OPEN));
  }

  /** Returns whether everything is let in, so that nobody looks at session ids. */
  public boolean isOpen() {
    return state.kind == Kind.OPEN;
  }

  /** Lets in what the router says belongs here. */
  public void check() {
    change(new GateState(Kind.CHECKED));
  }

  /** As {@link #check}, and unlike {@link #open} nothing decided before counts any more. */
  public void away() {
    change(new GateState(Kind.AWAY));
  }

  /**
   * Makes new requests wait.
   *
   * @param maxWaiting so many at once; the others are answered 503
   * @param limit each of them at most so long; then it is answered 503 too
   */
  public void hold(int maxWaiting, Duration limit) {
    change(new GateState(Kind.HELD, new CountDownLatch(1), maxWaiting, limit.toNanos()));
  }

  private synchronized void change(GateState next) {
    GateState last = state;
    state = next;
    if (last.released != null) {
      last.released.countDown();
    }
  }

  /** Forgets what was decided about session ids: who serves what has changed. */
  public synchronized void forget() {
    GateState now = state;
    if (now.kind == Kind.CHECKED) {
      state = new GateState(Kind.CHECKED);
    }
  }

  /**
   * Calls {@link GateListener#finishing} before each answer is complete, and measures how long
   * requests wait, from now on or no more.
   */
  public void switching(boolean on) {
    if (on) {
      held = new HeldTimes();
    }
    switching = on;
  }

  /** Returns how long requests have waited in the present switch-over, or in the last one. */
  public HeldTimes held() {
    return held;
  }

  /** Returns how long requests have waited in all switch-overs of this life. */
  public HeldTimes everHeld() {
    return everHeld;
  }

  /** Returns the requests in flight; those that end or begin meanwhile may be among them. */
  public List<InUse> inUse() {
    List<InUse> found = new ArrayList<>();
    synchronized (exchanges) {
      for (Exchange exchange : exchanges) {
        InUse request = InUse.of(exchange);
        if (request != null) {
          found.add(request);
        }
      }
    }
    return found;
  }

  /** Returns how many requests are in flight, about. */
  public int inFlight() {
    return inFlight.count();
  }

  /** Returns how many requests wait at the gate. */
  public int waiting() {
    return waiting.get();
  }

  /**
   * Waits until every request that was admitted before this call is over. One caller at a time.
   *
   * @param stopped true once it is not worth waiting any more
   * @return how many of them are still in flight when the limit has passed, or it was stopped
   */
  public int awaitAdmittedBefore(Duration limit, BooleanSupplier stopped)
      throws InterruptedException {
    long deadline = nanos.getAsLong() + limit.toNanos();
    // The other phase must be empty before it is opened again: what is left there is older still.
    int other = inFlight.otherPhase();
    int left = awaitEmpty(other, deadline, stopped);
    return left > 0
        ? left + inFlight.count(1 - other)
        : awaitEmpty(inFlight.flip(), deadline, stopped);
  }

  private int awaitEmpty(int phase, long deadline, BooleanSupplier stopped)
      throws InterruptedException {
    int left = inFlight.count(phase);
    while (left > 0 && nanos.getAsLong() < deadline && !stopped.getAsBoolean()) {
      TimeUnit.MICROSECONDS.sleep(500);
      left = inFlight.count(phase);
    }
    return left;
  }
}
