package dev.perennial.agent.tomcat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/** Reads a request's body below the container's own stream. Not thread-safe. */
final class RequestBody extends InputStream implements ApplicationBufferHandler {
  private final Request request;
  private final Object guard;
  private @Nullable ByteBuffer buffer;

  /**
   * @param guard held while the connection is read from
   */
  RequestBody(Request request, Object guard) {
    this.request = request;
    this.guard = guard;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer now = buffer;
    while (now == null || !now.hasRemaining()) {
      synchronized (guard) {
        if (request.doRead(this) < 0) {
          return -1;
        }
      }
      now = buffer;
    }
    int count = Math.min(length, now.remaining());
    now.get(bytes, offset, count);
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public void setByteBuffer(ByteBuffer newBuffer) {
    buffer = newBuffer;
  }

  @Override
  public @Nullable ByteBuffer getByteBuffer() {
    return buffer;
  }

  @Override
  public void expand(int size) {
    // The filters bring buffers of their own.
  }
}
