package dev.perennial.agent.stream;

import dev.perennial.agent.link.Channel;
import dev.perennial.agent.log.Suppressed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How one connection is read: by one thread at a time, and by whichever has use for what comes, as
 * each thread that has to be woken for it costs more than reading. Who waits for an answer reads
 * it, and who has read a request that came alone serves it. Only who has nothing else to wait for
 * may read, so another thread takes over as soon as one is busy with something else; see {@link
 * StandIns}. Thread-safe.
 */
final class Reading {
  /** After one that took long, so many requests are given to other threads. */
  private static final int AFTER_A_LONG_ONE = 64;

  private final StreamConnection connection;
  private final Channel channel;
  private final FrameReader frames;
  private final Executor others;
  private final StandIns standIns;
  private final ReadTurn turn = new ReadTurn();

  /** A request of the chunk that is read, to be served; used by who has the turn. */
  private @Nullable Taken taken;

  /** So many requests are not served by who reads; used by who has the turn. */
  private int elsewhereFirst;

  /** Something to be served, and by whom unless it is served here. */
  private record Taken(IncomingRequest request, Runnable work, Executor threads) {}

  Reading(
      StreamConnection connection,
      Channel channel,
      FrameReader frames,
      Executor others,
      StandIns standIns) {
    this.connection = connection;
    this.channel = channel;
    this.frames = frames;
    this.others = others;
    this.standIns = standIns;
  }

  /** The first who asks reads it, or another thread does. */
  void begin() {
    standIns.add(this);
    standIns.watch();
    if (!connection.isOpen()) {
      standIns.remove(this);
    }
  }

  /** Reads, from the start, until the connection ends or another thread reads instead. */
  void beginHere() {
    boolean unused = turn.tryTake();
    begin();
    readInTurn();
  }

  private void readInTurn() {
    while (chunk()) {
      Taken request = taken;
      taken = null;
      if (request != null) {
        if (!isServedHere(request.request)) {
          elsewhere(request);
          continue;
        }
        if (!serve(request)) {
          return;
        }
      } else if (connection.asks && !stays()) {
        return;
      }
    }
  }

  /** Reads one chunk; returns whether the connection goes on. */
  private boolean chunk() {
    String why;
    try {
      ByteBuffer chunk = channel.read();
      if (chunk != null) {
        connection.pulse.heard();
        frames.read(chunk);
        return true;
      }
      why = connection.peer() + " has hung up";
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      why = "the connection with " + connection.peer() + " broke: " + e.getMessage();
    } catch (Error e) {
      // Nobody would read any more, and nobody would know.
      Suppressed.count(e, "stream");
      why = "what reads from " + connection.peer() + " has failed: " + e;
    }
    end(why);
    return false;
  }

  /** The turn is never let go again. */
  private void end(String why) {
    connection.close(why);
    Taken begun = taken;
    taken = null;
    if (begun != null) {
      // Whoever is to serve it counts on being called, if only to find that it is over.
      elsewhere(begun);
    }
  }

  /**
   * A request has begun that is to be served; by this thread, once it has read the chunk, if there
   * is nothing else to be read. To be called by who reads.
   */
  void serveLater(IncomingRequest request, Runnable work, Executor threads) {
    Taken before = taken;
    if (before == null) {
      taken = new Taken(request, work, threads);
      return;
    }
    taken = null;
    elsewhere(before);
    elsewhere(new Taken(request, work, threads));
  }

  private boolean isServedHere(IncomingRequest request) {
    if (elsewhereFirst > 0) {
      elsewhereFirst--;
      return false;
    }
    return connection.streams() == 1 && !connection.isOver(request) && request.in.isComplete();
  }

  private static void elsewhere(Taken request) {
    try {
      request.threads.execute(request.work);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      Suppressed.count(e, "delivery");
      request.request.abort();
    }
  }

  /** Serves a request; returns whether it is still this thread's turn to read. */
  private boolean serve(Taken request) {
    turn.letGo();
    standIns.watch();
    // An application may be late with it, for the one before.
    boolean unusedLate = Thread.interrupted();
    try {
      request.work.run();
    } catch (Throwable e) {
      // The others on this connection have nothing to do with it.
      Suppressed.count(e, "delivery");
      request.request.abort();
    }
    // Or it has left it for us.
    boolean unusedLeft = Thread.interrupted();
    return turn.tryTake();
  }

  /** Returns whether somebody waits for what comes; otherwise the next who asks reads himself. */
  private boolean stays() {
    if (connection.streams() > 0) {
      return true;
    }
    turn.letGo();
    standIns.watch();
    // Who has asked meanwhile may have found it taken.
    return connection.streams() > 0 && turn.tryTake();
  }

  /**
   * Reads as long as something is missing that its caller waits for, unless somebody else reads.
   * When this returns, something may be missing all the same, and another thread reads.
   *
   * @param mine the one whose answer it is
   */
  void readFor(Stream mine, BooleanSupplier isMissing) {
    if (!turn.tryTake()) {
      return;
    }
    boolean goesOn = true;
    while (goesOn && isMissing.getAsBoolean()) {
      goesOn = chunk();
    }
    if (!goesOn) {
      return;
    }
    turn.letGo();
    int mineLeft = connection.isOver(mine) ? 0 : 1;
    if (connection.streams() > mineLeft) {
      // They found that it was read.
      readElsewhere();
    } else {
      standIns.watch();
    }
  }

  /** Has another thread read, if nobody does. Does not wait. */
  void readElsewhere() {
    if (turn.tryTake()) {
      standIn();
    }
  }

  /** Has another thread read that nobody has read since the last look; returns if nobody does. */
  boolean lookAfter() {
    boolean left = turn.isFree() && connection.isOpen();
    if (left && turn.takeIfLeft()) {
      // What else comes would wait for the stand-in each time.
      elsewhereFirst = AFTER_A_LONG_ONE;
      standIn();
    }
    return left;
  }

  void closeIfLeft(String why) {
    if (turn.isFree()) {
      connection.close(why);
    }
  }

  private void standIn() {
    try {
      others.execute(this::readAsStandIn);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      connection.close("no thread to read from " + connection.peer());
    }
  }

  private void readAsStandIn() {
    Thread thread = Thread.currentThread();
    String before = thread.getName();
    thread.setName(
        "perennial-stream-" + (connection.asks ? "to-" : "from-") + connection.peer().server());
    try {
      readInTurn();
    } finally {
      thread.setName(before);
    }
  }

  /** The connection has ended. */
  void end() {
    standIns.remove(this);
  }
}
