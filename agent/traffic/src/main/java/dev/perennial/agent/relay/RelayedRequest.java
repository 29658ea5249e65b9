package dev.perennial.agent.relay;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.relay.RelayException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One request on one connection, from its first byte to the answer's last. */
final class RelayedRequest {
  /** A body of up to so many bytes fits between two servers: it needs no thread of its own. */
  private static final int SMALL_BODY = 32 * 1024;

  /** A client that sends on after its answer is given so long, then cut. */
  private static final long LINGER_MILLIS = 2000;

  private static final int CONTINUE = 100;

  private final Exchange exchange;
  private final RequestHead request;
  private final Connection connection;
  private final RelaySettings settings;
  private final Executor bodies;
  private @Nullable BodyPump pump;

  RelayedRequest(
      Exchange exchange,
      RequestHead request,
      Connection connection,
      RelaySettings settings,
      Executor bodies) {
    this.exchange = exchange;
    this.request = request;
    this.connection = connection;
    this.settings = settings;
    this.bodies = bodies;
  }

  /** Returns whether the connection can be used again. */
  boolean run() throws RelayException {
    try {
      return answer(ask());
    } finally {
      endPump();
    }
  }

  /** Sends the request and returns the final answer's head, or null if there will be none. */
  private @Nullable AnswerHead ask() throws RelayException {
    try {
      connection.out.write(request.bytes());
      AnswerHead early = request.expectsContinue() ? awaitGoAhead() : null;
      if (early != null) {
        return early;
      }
      if (request.bodyLength() != 0) {
        sendBody();
      }
      return finalHead();
    } catch (IOException e) {
      if (request.isRepeatable()) {
        throw new RelayException(Kind.UNREACHED, true, "no answer: " + e, e);
      }
      // It may have been carried out, or in part: neither a second try nor an answer would be true.
      exchange.abort();
      return null;
    }
  }

  /** Returns the answer if it comes instead of a go-ahead. */
  private @Nullable AnswerHead awaitGoAhead() throws IOException {
    if (!connection.in.await((int) settings.continueTimeout().toMillis())) {
      return null;
    }
    AnswerHead first = AnswerHead.read(connection.in);
    while (first.isInterim() && first.status() != CONTINUE) {
      first = AnswerHead.read(connection.in);
    }
    return first.isInterim() ? null : first;
  }

  private void sendBody() throws IOException {
    long length = request.bodyLength();
    if (length >= 0 && length <= SMALL_BODY) {
      pump = new BodyPump(new ByteArrayInputStream(smallBody((int) length)), length, connection);
      pump.run();
    } else {
      pump = new BodyPump(exchange.body(), length, connection);
      try {
        bodies.execute(pump);
      } catch (RejectedExecutionException e) {
        pump = null;
        throw new IOException("no thread for a request's body", e);
      }
    }
  }

  /** A client that breaks off leaves less than it said it would send. */
  private byte[] smallBody(int length) {
    byte[] kept = exchange.sentBody;
    if (kept == null) {
      try {
        kept = exchange.body().readNBytes(length);
      } catch (IOException | RuntimeException e) {
        kept = new byte[0];
      }
      exchange.sentBody = kept;
    }
    return kept;
  }

  private AnswerHead finalHead() throws IOException {
    AnswerHead head = AnswerHead.read(connection.in);
    while (head.isInterim()) {
      head = AnswerHead.read(connection.in);
    }
    return head;
  }

  private boolean answer(@Nullable AnswerHead head) throws RelayException {
    if (head == null) {
      return false;
    }
    if (Relay.NOT_THERE.equals(head.header(Relay.ANSWER_HEADER))) {
      boolean again = pump == null || exchange.sentBody != null;
      throw new RelayException(Kind.NOT_THERE, again, "the other server does not own the session");
    }
    exchange.sentBody = null;
    try {
      copy(head);
      return isReusable(head);
    } catch (IOException e) {
      exchange.abort();
      return false;
    }
  }

  /** What has come is sent on when nothing more is at hand. */
  private void copy(AnswerHead head) throws IOException {
    AnswerContent content = AnswerContent.of(head, request.method(), connection.in);
    OutputStream out = exchange.answer(head.status(), head.endToEnd(), head.length(), true);
    byte[] bytes = new byte[16 * 1024];
    for (int count = content.read(bytes); count >= 0; count = content.read(bytes)) {
      out.write(bytes, 0, count);
      if (!connection.in.hasMore()) {
        out.flush();
      }
    }
    // Only here: closed after a failure, half an answer would look like a whole one.
    out.close();
  }

  private boolean isReusable(AnswerHead head) throws IOException {
    boolean sent = request.bodyLength() == 0 || (pump != null && pump.isComplete());
    boolean delimited = head.isChunked() || head.length() >= 0 || !head.hasBody(request.method());
    return sent && delimited && head.keepsConnection() && !connection.in.hasMore();
  }

  /** The container uses its request again when we return: nobody may still read from it. */
  private void endPump() {
    BodyPump running = pump;
    if (running == null || running.await(LINGER_MILLIS)) {
      return;
    }
    connection.close();
    exchange.abort();
    // Ends with the client's connection, or when the container has waited long enough for it.
    running.await(Long.MAX_VALUE);
  }
}
