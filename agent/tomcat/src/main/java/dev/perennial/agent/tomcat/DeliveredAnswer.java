package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Delivery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.apache.coyote.ActionCode;
import org.apache.coyote.OutputBuffer;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/** The answer to a request that came in elsewhere, as Tomcat writes one. */
final class DeliveredAnswer implements OutputBuffer {
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int NO_CONTENT = 204;
  private static final int UNAVAILABLE = 503;

  /** Bytes around a chunk, besides its length, and of the last one. */
  private static final int LINE_ENDS = 4;

  private static final int LAST_CHUNK = 5;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Response response;

  /** What a listener has written and the way to the client had no room for. Guarded by "this". */
  private ByteBuffer waiting = NOTHING;

  private @Nullable Delivery delivery;
  private boolean head;
  private boolean bodyless;
  private boolean trailers;
  private boolean isAjp;
  private boolean mayBeChunked;

  /** Whether the first server sends chunks: the access log counts their frames as well. */
  private boolean chunked;

  private boolean over;
  private volatile boolean swallow;
  private long written;

  DeliveredAnswer(Response response) {
    this.response = response;
  }

  void begin(Delivery to, Arrival arrival) {
    delivery = to;
    head = arrival.method().equals("HEAD");
    isAjp = arrival.connection().kind().equals("ajp");
    mayBeChunked = arrival.protocol().equals("HTTP/1.1") && !isAjp;
    chunked = false;
    bodyless = false;
    trailers = false;
    over = false;
    swallow = false;
    written = 0;
    waiting = NOTHING;
  }

  private Delivery to() {
    return Objects.requireNonNull(delivery);
  }

  /** Nothing more is to be sent. */
  void swallow() {
    swallow = true;
  }

  boolean isOver() {
    return over;
  }

  /** Sends status and headers as Tomcat's own processors would. */
  void head() throws IOException {
    int status = response.getStatus();
    if (status == SWITCHING_PROTOCOLS) {
      refuseUpgrade();
      status = UNAVAILABLE;
    }
    boolean entity = mayHaveBody(status);
    bodyless = head || !entity;
    // For a proxy in front Tomcat sends these headers with an answer that has no body, too.
    entity |= isAjp;
    if (!entity) {
      response.setContentLength(status == 205 ? 0 : -1);
    }
    if (entity || status == NO_CONTENT) {
      AnswerHeaders.addContent(response);
    }
    trailers = response.getTrailerFields() != null;
    chunked = mayBeChunked && !bodyless && (trailers || response.getContentLengthLong() < 0);
    List<String> headers = AnswerHeaders.list(response.getMimeHeaders());
    to().answer(status, headers, response.getContentLengthLong(), trailers);
  }

  private static boolean mayHaveBody(int status) {
    return status >= 200 && status != 204 && status != 205 && status != 304;
  }

  /**
   * There is no connection here to speak another protocol on. The client may find this server
   * itself when it tries again.
   */
  private void refuseUpgrade() {
    response.setStatus(UNAVAILABLE);
    response.getMimeHeaders().recycle();
    response.setContentLength(0);
  }

  @Override
  public int doWrite(ByteBuffer chunk) throws IOException {
    if (!response.isCommitted()) {
      response.action(ActionCode.COMMIT, null);
    }
    int count = chunk.remaining();
    if (bodyless || swallow || over) {
      chunk.position(chunk.limit());
      return count;
    }
    try {
      if (!Reflected.isWrittenByListener(response)) {
        drain();
        to().write(chunk);
      } else {
        writeNow(chunk);
      }
    } catch (IOException e) {
      response.action(ActionCode.CLOSE_NOW, e);
      throw e;
    }
    written += count + (chunked ? Integer.toHexString(count).length() + LINE_ENDS : 0);
    return count;
  }

  @Override
  public long getBytesWritten() {
    return written;
  }

  private synchronized void drain() throws IOException {
    if (waiting.hasRemaining()) {
      to().write(waiting);
    }
  }

  /** Sends what can be sent without waiting, and keeps the rest. */
  private synchronized void writeNow(ByteBuffer chunk) throws IOException {
    if (!sendWaiting()) {
      send(chunk);
    }
    if (chunk.hasRemaining()) {
      ByteBuffer more = ByteBuffer.allocate(waiting.remaining() + chunk.remaining());
      waiting = more.put(waiting).put(chunk).flip();
    }
  }

  /** Returns whether something still waits. */
  synchronized boolean sendWaiting() throws IOException {
    send(waiting);
    return waiting.hasRemaining();
  }

  private void send(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int room = to().writable();
      if (room < 0) {
        throw new IOException("the client, or the way to it, has gone");
      }
      if (room == 0) {
        return;
      }
      int limit = bytes.limit();
      bytes.limit(bytes.position() + Math.min(room, bytes.remaining()));
      to().write(bytes);
      bytes.limit(limit);
    }
  }

  /** Returns whether a listener may write: after a failure as well, so that it learns of that. */
  synchronized boolean isReady() {
    return !waiting.hasRemaining() && (bodyless || swallow || to().writable() != 0);
  }

  boolean mayHaveTrailers() {
    return !response.isCommitted() || trailers;
  }

  void flush() throws IOException {
    if (!over && !swallow) {
      if (!Reflected.isWrittenByListener(response)) {
        drain();
      }
      to().flush();
    }
  }

  void finish() throws IOException {
    if (!over && !swallow) {
      drain();
      over = true;
      List<String> behind = trailers ? AnswerHeaders.trailers(response) : List.of();
      written += chunked ? lastChunk(behind) : 0;
      to().end(behind);
    }
  }

  private static int lastChunk(List<String> trailers) {
    int bytes = LAST_CHUNK;
    for (String text : trailers) {
      // Each has two characters behind it: a colon and a space, or the line's end.
      bytes += text.length() + 2;
    }
    return bytes;
  }

  /** Ends the client's connection, unless the answer is complete. */
  void abortUnlessOver() {
    if (!over) {
      over = true;
      to().abort();
    }
  }

  /** Nothing was answered, and is not to be. */
  void leave() {
    over = true;
  }

  void end() {
    delivery = null;
  }
}
