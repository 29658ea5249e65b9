package dev.perennial.agent.peer;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.stream.OutgoingRequest;
import dev.perennial.agent.stream.StreamPool;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One request on its way to another server, from its first byte to the answer's last. */
final class ForwardedRequest {
  /** A body of up to so many bytes is read first and kept for another server, or for this one. */
  private static final int SMALL_BODY = 32 * 1024;

  /** A client that sends on after its answer is given so long, then cut. */
  private static final long LINGER_MILLIS = 2000;

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final int ANSWER_BUFFER = 16 * 1024;

  private final Exchange exchange;
  private final StreamPool streams;
  private final Executor bodies;
  private @Nullable BodyPump pump;

  ForwardedRequest(Exchange exchange, StreamPool streams, Executor bodies) {
    this.exchange = exchange;
    this.streams = streams;
    this.bodies = bodies;
  }

  /** How it ended. */
  enum End {
    /** Answered, or the client was cut off. */
    OVER,
    /** Nothing was carried out, and it may be sent elsewhere. */
    UNREACHED,
    /** The other server says that the session is not there; the request may be sent elsewhere. */
    NOT_THERE,
    /** Nothing was carried out, but its body is gone: it cannot be sent a second time. */
    LOST
  }

  /**
   * How it ended, and why.
   *
   * @param words for people; empty if it is over
   */
  record Result(End end, String words) {
    static final Result OVER = new Result(End.OVER, "");
  }

  /** Returns how it ended; waits for the whole answer. */
  Result run(String server, boolean asNew) {
    Arrival arrival = exchange.arrival();
    long length = exchange.bodyLength();
    boolean repeatable = length == 0 && SAFE.contains(arrival.method());
    boolean waits = length != 0 && exchange.sentBody == null && asksBeforeItsBody(arrival);
    byte[] small = exchange.sentBody;
    if (small == null && length > 0 && length <= SMALL_BODY && !waits) {
      small = smallBody((int) length);
    }
    if (small != null && small.length < length) {
      // Its client has gone.
      exchange.abort();
      return Result.OVER;
    }
    StreamPool.Outgoing outgoing =
        new StreamPool.Outgoing(arrival, asNew, length != 0, waits, small, !repeatable);
    Attempt attempt = send(server, outgoing);
    // The other server may have restarted since it was asked last.
    return attempt.result.end() == End.UNREACHED && attempt.lost
        ? send(server, outgoing).result
        : attempt.result;
  }

  /**
   * One of them.
   *
   * @param lost whether the connection has ended on the way
   */
  private record Attempt(Result result, boolean lost) {
    static final Attempt OVER = new Attempt(Result.OVER, false);
  }

  private Attempt send(String server, StreamPool.Outgoing outgoing) {
    OutgoingRequest request = null;
    try {
      request = streams.open(server, outgoing);
      if (outgoing.body() && outgoing.smallBody() == null) {
        start(new BodyPump(exchange, request, outgoing.waits()));
      }
      if (request.awaitAnswer()) {
        answer(request);
        return Attempt.OVER;
      }
      return new Attempt(back(End.NOT_THERE, "it does not own the session"), false);
    } catch (IOException e) {
      return new Attempt(
          failed(request, !outgoing.once(), e), request != null && request.isConnectionLost());
    } finally {
      endPump(request);
    }
  }

  private static boolean asksBeforeItsBody(Arrival arrival) {
    List<String> headers = arrival.headers();
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equalsIgnoreCase("Expect")
          && headers.get(i + 1).equalsIgnoreCase("100-continue")) {
        return true;
      }
    }
    return false;
  }

  /** A client that breaks off leaves less than it said it would send. */
  private byte[] smallBody(int length) {
    byte[] body;
    try {
      body = exchange.body().readNBytes(length);
    } catch (IOException | RuntimeException e) {
      body = new byte[0];
    }
    exchange.sentBody = body;
    return body;
  }

  private void start(BodyPump body) throws IOException {
    try {
      bodies.execute(body);
      pump = body;
    } catch (RejectedExecutionException e) {
      throw new IOException("no thread for a request's body", e);
    }
  }

  /** What was read of a body and not kept cannot be sent again. */
  private Result back(End end, String words) {
    BodyPump running = pump;
    boolean kept = running == null || running.stopUnlessBegun();
    return new Result(kept ? end : End.LOST, words);
  }

  private Result failed(@Nullable OutgoingRequest request, boolean repeatable, IOException why) {
    if (request == null || !request.mayHaveBegun()) {
      return back(End.UNREACHED, String.valueOf(why.getMessage()));
    }
    if (repeatable) {
      return new Result(End.UNREACHED, "no answer: " + why.getMessage());
    }
    // It may have been carried out, or in part: neither a second try nor an answer would be true.
    request.cancel();
    exchange.abort();
    return Result.OVER;
  }

  private void answer(OutgoingRequest request) {
    exchange.sentBody = null;
    try {
      copy(request);
    } catch (IOException e) {
      request.cancel();
      exchange.abort();
    }
  }

  /** What has come is sent on when nothing more is at hand. */
  private void copy(OutgoingRequest request) throws IOException {
    OutputStream out =
        request.hasTrailers()
            ? exchange.answer(
                request.status(), request.headers(), request.length(), true, request::trailers)
            : exchange.answer(request.status(), request.headers(), request.length(), true);
    byte[] bytes = new byte[buffer(request.length())];
    for (int count = request.read(bytes); count >= 0; count = request.read(bytes)) {
      out.write(bytes, 0, count);
      if (!request.hasMore()) {
        out.flush();
      }
    }
    // Only here: closed after a failure, half an answer would look like a whole one.
    out.close();
  }

  private static int buffer(long length) {
    return length < 0 ? ANSWER_BUFFER : (int) Math.max(1, Math.min(length, ANSWER_BUFFER));
  }

  /** The container uses its request again when we return: nobody may still read from it. */
  private void endPump(@Nullable OutgoingRequest request) {
    BodyPump running = pump;
    pump = null;
    if (running == null || request == null || running.await(LINGER_MILLIS)) {
      return;
    }
    request.cancel();
    exchange.abort();
    // Ends with the client's connection, or when the container has waited long enough for it.
    running.await(Long.MAX_VALUE);
  }
}
