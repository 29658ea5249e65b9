package dev.perennial.agent.ids;

import dev.perennial.coordinator.transfer.Message.Ids;
import dev.perennial.coordinator.transfer.Message.WhichIds;
import dev.perennial.coordinator.transfer.StateBytes;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one other server has said of the sessions that it has, and since when it says nothing.
 * Thread-safe.
 */
public final class PeerIds {
  /** A server that was asked before and is still silent is waited for so long once more. */
  private static final long ONCE_MORE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final LongSupplier life;
  private final LongSupplier unheardNanos;
  private final LongSupplier own;

  private boolean silent;
  private long silentSince;
  private long silentSinceOwn;
  private @Nullable IdFilter filter;
  private Ids last = none();
  private long askedNanos;

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

  private static Ids none() {
    return new Ids(0, 0, 0, Ids.Kind.NONE, new StateBytes(new byte[0]));
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

  /** Returns the question for what is not known yet. */
  public synchronized WhichIds question() {
    return new WhichIds(last.life(), last.version(), last.count());
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
    last = none();
    switch (ids.kind()) {
      case NONE -> {}
      case ALL -> filter = IdFilter.of(ids.bytes().array());
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
    if (filter != null) {
      last = new Ids(ids.life(), ids.version(), ids.count(), ids.kind(), none().bytes());
      askedNanos = asked;
    }
  }

  /** Returns whether it is likely to have one of them: it is asked first. */
  public synchronized boolean isLikely(long[] hashes) {
    return filter != null && holdsOne(filter, hashes);
  }

  private static boolean holdsOne(IdFilter filter, long[] hashes) {
    for (long hash : hashes) {
      if (filter.mayHold(hash)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether, for all that is known, it may have one of them. */
  public synchronized boolean mayHave(long[] hashes, long now) {
    return worth(hashes, now) == Silence.Worth.ANSWER;
  }

  /**
   * Returns how long its answer is to be waited for, on the clock of {@code now}.
   *
   * @param asked when it was asked for them
   * @param deadline after which nobody waits
   */
  public synchronized long waitUntil(long[] hashes, long asked, long deadline, long now) {
    long ownNanos = silent ? own.getAsLong() - silentSinceOwn : 0;
    long until =
        switch (worth(hashes, now)) {
          case ANSWER -> deadline;
          case PATIENCE -> now + Math.max(1, Silence.PATIENCE_NANOS - ownNanos);
          case LIST -> asked + ONCE_MORE_NANOS;
        };
    return until - deadline > 0 ? deadline : until;
  }

  /** Returns whether it has fallen silent and had none of them: it counts as one that said so. */
  public synchronized boolean isExcused(long[] hashes, long now) {
    return worth(hashes, now) == Silence.Worth.LIST;
  }

  private Silence.Worth worth(long[] hashes, long now) {
    IdFilter list = filter;
    boolean excludes = list != null && last.life() == life.getAsLong() && !holdsOne(list, hashes);
    return Silence.of(
        excludes,
        (silent ? silentSince : now) - askedNanos,
        silent ? now - silentSince : -1,
        silent ? own.getAsLong() - silentSinceOwn : 0,
        unheardNanos);
  }
}
