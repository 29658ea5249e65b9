package dev.perennial.agent.tomcat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Response;

/** Writes an answer's body below the container's own stream. Not thread-safe. */
final class AnswerBody extends OutputStream {
  private final Response response;
  private final Object guard;

  /**
   * @param guard held while the connection is written to
   */
  AnswerBody(Response response, Object guard) {
    this.response = response;
    this.guard = guard;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > 0) {
      synchronized (guard) {
        response.doWrite(ByteBuffer.wrap(bytes, offset, length));
      }
    }
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void flush() throws IOException {
    synchronized (guard) {
      response.action(ActionCode.CLIENT_FLUSH, null);
    }
    if (response.isExceptionPresent()) {
      throw new IOException("the client has gone", response.getErrorException());
    }
  }

  @Override
  public void close() {
    synchronized (guard) {
      response.action(ActionCode.CLOSE, null);
    }
  }
}
