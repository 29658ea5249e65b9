package dev.perennial.agent.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A request that was sent to another server, as the asking side sees it. One thread reads the
 * answer, one may send the body meanwhile, any may cancel.
 */
public final class OutgoingRequest extends Stream {
  private final long place;

  /** Whether all of it was sent at once: nobody but who reads the answer has to do with it. */
  volatile boolean isWhole;

  private volatile boolean reads;

  /** Guarded by "this", as is all that follows. */
  private Heads.@Nullable Answer answer;

  private boolean awaited;
  private boolean notHere;
  private boolean notBegun;
  private @Nullable String failure;

  OutgoingRequest(StreamConnection connection, long id, int credit, long place) {
    super(connection, id, connection.settings.windowBytes(), credit);
    this.place = place;
  }

  /**
   * Waits for the answer's head.
   *
   * @return false if the other server says instead that the session is not there
   * @throws IOException if there will be none; see {@link #mayHaveBegun}
   */
  public boolean awaitAnswer() throws IOException {
    readWhile(this::isUndecided);
    return awaitHead();
  }

  private synchronized boolean isUndecided() {
    return answer == null && !notHere && failure == null;
  }

  /** Reads what comes for it, if nobody else does. */
  private void readWhile(BooleanSupplier isMissing) {
    if (isWhole && isMissing.getAsBoolean()) {
      reads = true;
      try {
        connection.reading.readFor(this, isMissing);
      } finally {
        reads = false;
      }
    }
  }

  private synchronized boolean awaitHead() throws IOException {
    awaited = true;
    try {
      while (isUndecided()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while an answer was awaited");
    } finally {
      awaited = false;
    }
    if (failure != null && answer == null) {
      throw new IOException(failure);
    }
    return !notHere;
  }

  /** Returns whether the other server may have carried out some of the request. */
  public synchronized boolean mayHaveBegun() {
    return !notBegun && connection.outbox.mayHaveLeft(place);
  }

  /** Returns whether the connection has ended, which may be an old one. */
  public boolean isConnectionLost() {
    return !connection.isOpen();
  }

  private synchronized Heads.Answer answer() {
    if (answer == null) {
      throw new IllegalStateException("the answer has not begun");
    }
    return answer;
  }

  /** Returns the answer's status; this and what follows once it has begun. */
  public int status() {
    return answer().status();
  }

  /** Returns the answer's headers, names and values alternating. */
  public List<String> headers() {
    return answer().headers();
  }

  /** Returns the length of the answer's body in bytes, -1 if it is not known. */
  public long length() {
    return answer().length();
  }

  /** Returns whether trailers follow the answer's body. */
  public boolean hasTrailers() {
    return answer().trailers();
  }

  /** Reads some of the answer's body; waits until there is some. Returns -1 at its end. */
  public int read(byte[] bytes) throws IOException {
    readWhile(this::hasNoMore);
    return readBody(ByteBuffer.wrap(bytes));
  }

  /** Returns whether more of the answer, or its end, is at hand. */
  public boolean hasMore() {
    return !hasNoMore();
  }

  private boolean hasNoMore() {
    return in.available() == 0;
  }

  /** Returns the trailers behind the answer's body; empty before its end. */
  public List<String> trailers() {
    return in.trailers();
  }

  /** Waits until the other server asks for the body. */
  public void awaitBodyWanted() throws IOException {
    out.await();
  }

  /**
   * Sends some of the body; waits while the other server does not take it.
   *
   * @throws IOException if it wants no more; it may have answered all the same
   */
  public void sendBody(byte[] bytes, int length) throws IOException {
    send(bytes, 0, length);
  }

  /** Sees to it that what was sent of the body leaves now. */
  public void flushBody() throws IOException {
    flushOut();
  }

  /**
   * Ends the body.
   *
   * @param behind names and values alternating
   */
  public void endBody(List<String> behind) throws IOException {
    sendEnd(behind);
  }

  /** No answer is wanted any more. Idempotent; does not wait. */
  public void cancel() {
    if (connection.isOver(this)) {
      return;
    }
    connection.sender.reset(id, Reset.CANCELLED, "the client has gone");
    end("the request was cancelled", false);
  }

  @Override
  void take(FrameType type, ByteBuffer payload) throws IOException {
    switch (type) {
      case ANSWER -> {
        Heads.Answer head = Heads.answer(payload);
        synchronized (this) {
          answer = head;
        }
      }
      case NOT_HERE -> {
        synchronized (this) {
          notHere = true;
        }
        out.close("the session is not there");
        connection.over(this);
      }
      case END -> {
        in.end(Heads.trailers(payload));
        out.close("the answer is complete");
        connection.over(this);
      }
      case OPEN, DATA, CREDIT, RESET, PING, PONG, PART ->
          throw new IOException("a request got a frame " + type);
    }
  }

  @Override
  void reset(Reset why, String words) {
    end(words, why == Reset.NOT_BEGUN);
  }

  private void end(String why, boolean surelyNotBegun) {
    synchronized (this) {
      if (failure == null) {
        failure = why;
        notBegun = surelyNotBegun;
      }
    }
    fail(why);
    connection.over(this);
    signal();
  }

  /** Ends it if nothing has come for too long though somebody waits, and returns whether it did. */
  boolean tick(long now) {
    boolean waits;
    synchronized (this) {
      waits = awaited || reads;
    }
    long limit = connection.settings.answerLimit().toNanos();
    if ((waits || in.isAwaited()) && now - heardNanos > limit) {
      connection.sender.reset(id, Reset.CANCELLED, "no answer in time");
      end("nothing has come for " + connection.settings.answerLimit().toSeconds() + " s", false);
      return true;
    }
    return false;
  }
}
