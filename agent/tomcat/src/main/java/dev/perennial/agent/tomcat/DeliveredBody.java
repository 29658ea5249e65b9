package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Delivery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/** The body of a request that came in elsewhere, as Tomcat reads one. Not thread-safe. */
final class DeliveredBody implements InputBuffer {
  private static final int BYTES = 8192;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Request request;

  /** What was read and not yet handed on; its memory is made for the first body. */
  private ByteBuffer buffer = NOTHING;

  private @Nullable Delivery delivery;

  /** Bytes still to come, -1 if that is not known. */
  private long left;

  /** Whether the gate has answered, and Tomcat has not seen the request. */
  private boolean gateAnswered;

  /** Whether no trailers can come, so that the last byte is the end. */
  private boolean endsByLength;

  /** Whether the end was seen, with the trailers behind it. */
  private boolean ended;

  private @Nullable IOException failure;

  /** A body that was read before, instead of the one that comes. */
  private @Nullable ByteBuffer replay;

  DeliveredBody(Request request) {
    this.request = request;
  }

  void begin(Delivery from, Arrival arrival) {
    delivery = from;
    left = arrival.bodyLength();
    endsByLength = left >= 0 && !arrival.protocol().equals("HTTP/2.0");
    gateAnswered = false;
    ended = left == 0;
    failure = null;
    replay = null;
    buffer.limit(0);
  }

  /** Returns null between requests. */
  @Nullable Delivery delivery() {
    return delivery;
  }

  void end() {
    delivery = null;
  }

  void replay(ByteChunk body) {
    replay = ByteBuffer.wrap(body.getBytes(), body.getStart(), body.getLength());
  }

  @Override
  public int doRead(ApplicationBufferHandler handler) throws IOException {
    if (replay != null) {
      return handOn(replay, handler);
    }
    if (!buffer.hasRemaining() && !isEnd()) {
      read();
    }
    return handOn(buffer, handler);
  }

  private static int handOn(ByteBuffer from, ApplicationBufferHandler handler) {
    int count = from.remaining();
    if (count == 0) {
      return -1;
    }
    // Tomcat reads from the buffer that it is given, later.
    handler.setByteBuffer(from.duplicate());
    from.position(from.limit());
    return count;
  }

  private boolean isEnd() {
    return ended || (endsByLength && left == 0);
  }

  /** Reads some, or sees the end. */
  private void read() throws IOException {
    if (failure != null) {
      throw new IOException("the client's body has broken off", failure);
    }
    if (buffer.capacity() == 0) {
      buffer = ByteBuffer.allocate(BYTES);
    }
    buffer.clear();
    int count;
    try {
      do {
        count = Objects.requireNonNull(delivery).read(buffer);
      } while (count == 0);
    } catch (IOException e) {
      failure = e;
      buffer.limit(0);
      throw e;
    }
    buffer.flip();
    if (count < 0) {
      ended = true;
      trailers();
    } else if (left > 0) {
      left -= count;
    }
  }

  private void trailers() {
    List<String> trailers = Objects.requireNonNull(delivery).requestTrailers();
    if (!trailers.isEmpty()) {
      MimeHeaders target = request.getMimeTrailerFields();
      target.setLimit(-1);
      for (int i = 0; i < trailers.size(); i += 2) {
        target.addValue(trailers.get(i)).setString(trailers.get(i + 1));
      }
    }
  }

  /** Sees the end if it is there; waits for nothing. What failed is told to who reads next. */
  private void look() {
    if (!isEnd() && failure == null && !buffer.hasRemaining() && now() < 0) {
      try {
        read();
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  private int now() {
    return delivery == null ? -1 : delivery.available();
  }

  @Override
  public int available() {
    if (replay != null) {
      return replay.remaining();
    }
    look();
    if (buffer.hasRemaining() || isEnd()) {
      return buffer.remaining();
    }
    // Whoever asks is to read, and to learn of the failure.
    return failure != null ? 1 : Math.max(0, now());
  }

  /** Returns whether nothing more will come. */
  boolean isFinished() {
    if (replay != null) {
      return !replay.hasRemaining();
    }
    look();
    return isEnd() && !buffer.hasRemaining();
  }

  /** Returns whether the trailers are known, if only that there are none. */
  boolean areTrailersKnown() {
    look();
    return endsByLength || ended;
  }

  /** The gate has answered the request, or left it to another server. */
  void setGateAnswered() {
    gateAnswered = true;
  }

  boolean isGateAnswered() {
    return gateAnswered;
  }
}
