package dev.perennial.agent.duplex;

import dev.perennial.agent.ids.PeerIds;
import dev.perennial.agent.link.LinkClosedException;
import dev.perennial.agent.link.LinkFailedException;
import dev.perennial.agent.link.LinkTimeoutException;
import dev.perennial.agent.link.MessageCodec;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.Life;
import dev.perennial.coordinator.transfer.Message;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries questions to one other server: a message has those of all requests that wait by then, and
 * the next one follows {@link #GAP_NANOS} later at the earliest. A question that comes alone goes
 * at once. Thread-safe.
 */
final class AskedServer {
  static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  /** After a message that did not arrive. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Longer than a link waits for an answer. */
  private static final long LIMIT_SECONDS = 15;

  /** An agent that answers the first question of a message alone is an older one, for so long. */
  private static final long SINGLY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final int MOST_AT_ONCE = 512;
  private static final int MOST_ON_THEIR_WAY = 4;

  private final String self;
  private final String server;
  private final PeerIds known;
  private final PeerCalls calls;
  private final Executor work;
  private final LongSupplier nanos;

  /** Guarded by "this", as are the others. */
  private final Deque<Inquiry> waiting = new ArrayDeque<>();

  private boolean running;
  private boolean singly;
  private long singlySince;

  private volatile long notBefore;
  private final Semaphore onTheirWay = new Semaphore(MOST_ON_THEIR_WAY);

  AskedServer(
      String self,
      String server,
      PeerIds known,
      PeerCalls calls,
      Executor work,
      LongSupplier nanos) {
    this.self = self;
    this.server = server;
    this.known = known;
    this.calls = calls;
    this.work = work;
    this.nanos = nanos;
    notBefore = nanos.getAsLong();
  }

  /** Has it asked, soon. */
  void ask(Inquiry inquiry) {
    if (begins(inquiry)) {
      start();
    }
  }

  private void start() {
    boolean begun = false;
    try {
      work.execute(this::run);
      begun = true;
    } catch (OutOfMemoryError e) {
      // No thread is to be had: the request is refused when its time is over.
      Suppressed.count(e, "questions");
    } finally {
      if (!begun) {
        end();
      }
    }
  }

  private synchronized boolean begins(Inquiry inquiry) {
    if (waiting.size() >= MOST_AT_ONCE) {
      waiting.removeIf(Inquiry::isOver);
    }
    waiting.add(inquiry);
    boolean begins = !running;
    running = true;
    return begins;
  }

  private synchronized void end() {
    running = false;
  }

  private void run() {
    boolean ended = false;
    try {
      while (!ended) {
        pause();
        // A call fails before that; what waits meanwhile is not held for it.
        boolean counted = onTheirWay.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS);
        Runnable back = counted ? onTheirWay::release : () -> {};
        List<Inquiry> batch = next();
        ended = batch.isEmpty();
        if (ended) {
          back.run();
        } else {
          carry(batch, back);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | OutOfMemoryError e) {
      // Whoever waits is refused when its time is over.
      Suppressed.count(e, "questions");
    } finally {
      if (!ended) {
        end();
      }
    }
  }

  private void pause() {
    long wait = notBefore - nanos.getAsLong();
    if (wait > 0) {
      LockSupport.parkNanos(wait);
    }
  }

  private synchronized List<Inquiry> next() {
    int most = singly ? 1 : MOST_AT_ONCE;
    List<Inquiry> batch = new ArrayList<>(Math.min(most, waiting.size()));
    while (batch.size() < most && !waiting.isEmpty()) {
      Inquiry first = waiting.remove();
      if (!first.isOver()) {
        batch.add(first);
      }
    }
    running = !batch.isEmpty();
    return batch;
  }

  /** The answer is taken by the thread that reads it; this one sees to the next message alone. */
  private void carry(List<Inquiry> batch, Runnable back) {
    notBefore = nanos.getAsLong() + (batch.size() == 1 && singly ? 0 : GAP_NANOS);
    CompletableFuture<byte[]> call = call(question(batch));
    known.asked(nanos.getAsLong());
    CompletableFuture<Boolean> unused =
        call.handle(
            (answer, failure) -> {
              back.run();
              return answered(batch, answer, failure);
            });
  }

  /** What goes wrong at once is a failure as any other, or its place would never be free again. */
  private CompletableFuture<byte[]> call(byte[] question) {
    try {
      return calls.call(server, question);
    } catch (RuntimeException e) {
      Suppressed.count(e, "questions");
      return CompletableFuture.failedFuture(e);
    }
  }

  private boolean answered(
      List<Inquiry> batch, byte @Nullable [] answer, @Nullable Throwable failure) {
    if (answer == null) {
      failed(batch, failure);
      return false;
    }
    known.heard();
    try {
      if (MessageCodec.decode(answer).message() instanceof Message.Has has) {
        take(batch, has);
        return true;
      }
      failed(batch, null);
    } catch (IOException e) {
      failed(batch, e);
    }
    return false;
  }

  private byte[] question(List<Inquiry> batch) {
    Message.Sought first = batch.get(0).sought();
    List<Message.Sought> more = new ArrayList<>(batch.size());
    for (Inquiry one : batch.subList(1, batch.size())) {
      more.add(one.sought());
    }
    // Belongs to no round and changes nothing, so no life is named.
    return MessageCodec.encode(
        new Envelope(
            new Life(self, 0),
            new Life(server, 0),
            0,
            new Message.WhoHas(first.ids(), first.application(), more)));
  }

  private void take(List<Inquiry> batch, Message.Has has) {
    batch.get(0).answered(server, new Message.Found(has.where(), has.server(), has.index()));
    List<Message.Found> more = has.more();
    for (int i = 1; i < batch.size() && i <= more.size(); i++) {
      batch.get(i).answered(server, more.get(i - 1));
    }
    boolean all = more.size() == batch.size() - 1;
    List<Inquiry> left = all ? List.of() : batch.subList(1 + more.size(), batch.size());
    synchronized (this) {
      long now = nanos.getAsLong();
      if (!all) {
        singly = true;
        singlySince = now;
      } else if (now - singlySince > SINGLY_NANOS) {
        singly = false;
      }
    }
    again(left);
  }

  /** Who hung up, or says nothing, is asked again; others could not be asked at all. */
  private void failed(List<Inquiry> batch, @Nullable Throwable why) {
    if (why instanceof LinkFailedException) {
      known.heard();
    }
    notBefore = nanos.getAsLong() + PAUSE_NANOS;
    boolean passes = why instanceof LinkClosedException || why instanceof LinkTimeoutException;
    again(batch.stream().filter(one -> passes || one.failed(server)).toList());
  }

  private void again(List<Inquiry> left) {
    boolean begins;
    synchronized (this) {
      for (int i = left.size() - 1; i >= 0; i--) {
        waiting.addFirst(left.get(i));
      }
      begins = !left.isEmpty() && !running;
      running |= begins;
    }
    if (begins) {
      start();
    }
  }
}
