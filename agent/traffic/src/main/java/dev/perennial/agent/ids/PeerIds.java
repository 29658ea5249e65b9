package dev.perennial.agent.ids;

import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message.Ids;
import dev.perennial.coordinator.transfer.Message.WhichIds;
import dev.perennial.coordinator.transfer.StateBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one other server has said of the sessions that it has, and since when it says nothing.
 * Thread-safe.
 */
public final class PeerIds {
  /** A server that was asked before and is still silent is waited for so long once more. */
  private static final long ONCE_MORE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Whoever makes a session may have to wait for so long. */
  static final int PROMISE_MILLIS = 100;

  private static final long PROMISE_NANOS = TimeUnit.MILLISECONDS.toNanos(PROMISE_MILLIS);

  /** A promise that is needed on is asked for again so long after it was last asked for. */
  private static final long RENEWAL_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  private static final long NEVER = Long.MIN_VALUE;

  private final LongSupplier life;
  private final LongSupplier unheardNanos;
  private final LongSupplier own;

  private boolean silent;
  private long silentSince;
  private long silentSinceOwn;
  private @Nullable IdFilter filter;

  /** With the key that this server has made for its list. */
  private @Nullable IdHash hash;

  private Ids last = none();
  private long askedNanos;

  private volatile @Nullable Promise promise;
  private final AtomicLong renewedNanos = new AtomicLong(NEVER);

  /** What is not in the list as of then is not there, until then. */
  private record Promise(IdFilter list, IdHash hash, long life, long until) {}

  /**
   * @param life of that server, as the roster has it now
   * @param unheardNanos for how long the cluster's membership has heard nothing of it; 0 if that is
   *     not known
   * @param own time, as {@link OwnTime} has it
   */
  public PeerIds(LongSupplier life, LongSupplier unheardNanos, LongSupplier own) {
    this.life = life;
    this.unheardNanos = unheardNanos;
    this.own = own;
  }

  /**
   * Returns whether it has promised that it has none of them, so that it need not be asked. Takes
   * no lock.
   */
  public boolean promisesNoneOf(List<ItemId> ids, long now) {
    Promise given = promise;
    return given != null
        && now - given.until < 0
        && given.life == life.getAsLong()
        && !holdsOne(given.list, given.hash, ids);
  }

  /**
   * Returns whether a promise is to be asked for now, by whoever asks this: each is told so at most
   * once in a while.
   */
  public boolean isPromiseDue(long now) {
    long last = renewedNanos.get();
    return (last == NEVER || now - last >= RENEWAL_NANOS) && renewedNanos.compareAndSet(last, now);
  }

  private static Ids none() {
    return new Ids(0, 0, 0, Ids.Kind.NONE, new StateBytes(new byte[0]), 0);
  }

  /** A question was sent, or could not be. */
  public synchronized void asked(long now) {
    if (!silent) {
      silent = true;
      silentSince = now;
      silentSinceOwn = own.getAsLong();
    }
  }

  /** Something was heard from it. */
  public synchronized void heard() {
    silent = false;
  }

  /**
   * Returns the question for what is not known yet.
   *
   * @param promise whether it is to promise that there are no others for a while
   */
  public synchronized WhichIds question(boolean promise) {
    return new WhichIds(last.life(), last.version(), last.count(), promise ? PROMISE_MILLIS : 0);
  }

  /**
   * Takes the answer to {@link #question}, asked at that moment.
   *
   * @throws IllegalArgumentException if it makes no sense; nothing is known then
   */
  public synchronized void learned(Ids ids, long asked) {
    IdFilter before = filter;
    Ids known = last;
    filter = null;
    promise = null;
    last = none();
    switch (ids.kind()) {
      case NONE -> {}
      case ALL -> {
        byte[] all = ids.bytes().array();
        if (all.length < IdHash.KEY_BYTES) {
          throw new IllegalArgumentException("a list without a key");
        }
        hash = new IdHash(all);
        filter = IdFilter.of(Arrays.copyOfRange(all, IdHash.KEY_BYTES, all.length));
      }
      case ADDED -> {
        if (before == null
            || known.life() != ids.life()
            || known.version() != ids.version()
            || ids.bytes().length() % Long.BYTES != 0) {
          throw new IllegalArgumentException("additions to a list that is not known here");
        }
        ByteBuffer more = ByteBuffer.wrap(ids.bytes().array());
        while (more.hasRemaining()) {
          before.add(more.getLong());
        }
        filter = before;
      }
    }
    IdFilter list = filter;
    IdHash its = hash;
    if (list != null && its != null) {
      last = new Ids(ids.life(), ids.version(), ids.count(), ids.kind(), none().bytes(), 0);
      askedNanos = asked;
      long nanos = Math.min(PROMISE_NANOS, TimeUnit.MILLISECONDS.toNanos(ids.promiseMillis()));
      promise = nanos > 0 ? new Promise(list, its, ids.life(), asked + nanos) : null;
    }
  }

  /** Returns whether it is likely to have one of them: it is asked first. */
  public synchronized boolean isLikely(List<ItemId> ids) {
    return holdsOne(ids);
  }

  private boolean holdsOne(List<ItemId> ids) {
    IdFilter list = filter;
    IdHash its = hash;
    return list != null && its != null && holdsOne(list, its, ids);
  }

  private static boolean holdsOne(IdFilter list, IdHash its, List<ItemId> ids) {
    for (ItemId id : ids) {
      if (list.mayHold(its.of(id.name()))) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether, for all that is known, it may have one of them. */
  public synchronized boolean mayHave(List<ItemId> ids, long now) {
    return worth(ids, now) == Silence.Worth.ANSWER;
  }

  /**
   * Returns how long its answer is to be waited for, on the clock of {@code now}.
   *
   * @param asked when it was asked for them
   * @param deadline after which nobody waits
   */
  public synchronized long waitUntil(List<ItemId> ids, long asked, long deadline, long now) {
    long ownNanos = silent ? own.getAsLong() - silentSinceOwn : 0;
    long until =
        switch (worth(ids, now)) {
          case ANSWER -> deadline;
          case PATIENCE -> now + Math.max(1, Silence.PATIENCE_NANOS - ownNanos);
          case LIST -> asked + ONCE_MORE_NANOS;
        };
    return until - deadline > 0 ? deadline : until;
  }

  /** Returns whether it has fallen silent and had none of them: it counts as one that said so. */
  public synchronized boolean isExcused(List<ItemId> ids, long now) {
    return worth(ids, now) == Silence.Worth.LIST;
  }

  private Silence.Worth worth(List<ItemId> ids, long now) {
    IdFilter list = filter;
    boolean excludes = list != null && last.life() == life.getAsLong() && !holdsOne(ids);
    return Silence.of(
        excludes,
        (silent ? silentSince : now) - askedNanos,
        silent ? now - silentSince : -1,
        silent ? own.getAsLong() - silentSinceOwn : 0,
        unheardNanos);
  }
}
