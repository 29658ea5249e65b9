package dev.perennial.agent.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends a request's body on. Runs once, on any thread; the other methods may be called on others.
 */
final class BodyPump implements Runnable {
  private static final byte[] LINE_END = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final InputStream body;
  private final long length;
  private final Connection connection;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean complete;

  BodyPump(InputStream body, long length, Connection connection) {
    this.body = body;
    this.length = length;
    this.connection = connection;
  }

  @Override
  public void run() {
    try {
      byte[] bytes = new byte[16 * 1024];
      long sent = 0;
      while (length < 0 || sent < length) {
        int count = read(bytes);
        if (count < 0) {
          break;
        }
        if (!send(bytes, count)) {
          // The other server wants no more; it may have answered all the same.
          return;
        }
        sent += count;
      }
      if (length >= 0 && sent < length) {
        connection.close();
        return;
      }
      complete = length >= 0 || finish();
    } finally {
      ended.countDown();
    }
  }

  /** A client that breaks off breaks off what was made of its request. */
  private int read(byte[] bytes) {
    try {
      return body.read(bytes);
    } catch (IOException | RuntimeException e) {
      connection.close();
      return -1;
    }
  }

  private boolean send(byte[] bytes, int count) {
    OutputStream out = connection.out;
    try {
      if (length >= 0) {
        out.write(bytes, 0, count);
        return true;
      }
      byte[] head = (Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      byte[] chunk = new byte[head.length + count + LINE_END.length];
      System.arraycopy(head, 0, chunk, 0, head.length);
      System.arraycopy(bytes, 0, chunk, head.length, count);
      System.arraycopy(LINE_END, 0, chunk, head.length + count, LINE_END.length);
      out.write(chunk);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean finish() {
    try {
      connection.out.write(LAST_CHUNK);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns whether all of the body has been sent. */
  boolean isComplete() {
    return complete;
  }

  /** Returns whether it has ended in time; does not give up when interrupted. */
  boolean await(long millis) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return ended.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
