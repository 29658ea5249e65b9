package dev.perennial.agent.peer;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.stream.OutgoingRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends a request's body on. Runs once, on any thread; the other methods may be called on others.
 */
final class BodyPump implements Runnable {
  private final Exchange exchange;
  private final OutgoingRequest request;
  private final boolean waits;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.NOT_BEGUN);

  private enum Fate {
    NOT_BEGUN,
    BEGUN,
    STOPPED
  }

  /**
   * @param waits whether the client waits to be asked for it
   */
  BodyPump(Exchange exchange, OutgoingRequest request, boolean waits) {
    this.exchange = exchange;
    this.request = request;
    this.waits = waits;
  }

  @Override
  public void run() {
    try {
      if (waits) {
        request.awaitBodyWanted();
      }
      if (fate.compareAndSet(Fate.NOT_BEGUN, Fate.BEGUN)) {
        pump();
      }
    } catch (IOException e) {
      // The other server wants no more; it may have answered all the same.
    } finally {
      ended.countDown();
    }
  }

  private void pump() throws IOException {
    long length = exchange.bodyLength();
    InputStream body = exchange.body();
    byte[] bytes = new byte[16 * 1024];
    long sent = 0;
    while (length < 0 || sent < length) {
      int count = read(body, bytes);
      if (count < 0) {
        break;
      }
      request.sendBody(bytes, count);
      if (count < bytes.length) {
        // No more has come yet.
        request.flushBody();
      }
      sent += count;
    }
    if (length >= 0 && sent < length) {
      request.cancel();
      return;
    }
    request.endBody(exchange.requestTrailers());
  }

  /** A client that breaks off breaks off what was made of its request. */
  private int read(InputStream body, byte[] bytes) throws IOException {
    try {
      return body.read(bytes);
    } catch (IOException | RuntimeException e) {
      request.cancel();
      throw new IOException("the client has broken off", e);
    }
  }

  /** Reads nothing any more if it has not begun; returns whether nothing was read of the body. */
  boolean stopUnlessBegun() {
    return fate.compareAndSet(Fate.NOT_BEGUN, Fate.STOPPED) || fate.get() == Fate.STOPPED;
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
