package dev.perennial.agent.ids;

import dev.perennial.coordinator.transfer.Message.Ids;
import dev.perennial.coordinator.transfer.Message.WhichIds;
import dev.perennial.coordinator.transfer.StateBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A filter of the sessions that this server has, and what was added to it: new ones as they are
 * made. What has ended is in it until it is made anew, from the containers. It is kept only while
 * other servers ask for it. Others may have been promised that no client hears of a session that is
 * not in it: who makes one waits until that is over. Thread-safe.
 */
public final class OwnIds {
  /** Without questions for so long it is not kept any more. */
  private static final long WANTED_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** It is made anew that often, unless that would take more than one part in SHARE. */
  private static final long RENEWAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long SHARE = 500;
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** So many additions are kept; then it is made anew, and whoever asks gets all of it. */
  private static final int ADDITIONS = 1 << 14;

  private static final int NOT_DUE = -1;

  private static final int MOST_PROMISED_MILLIS = PeerIds.PROMISE_MILLIS;

  private final byte[] key;
  private final IdHash hash;
  private final LongSupplier nanos;

  private volatile @Nullable IdFilter filter;

  /** The one that is just being made: what is used meanwhile is in it, too. */
  private volatile @Nullable IdFilter next;

  /** Until then somebody may serve as new what is not in the list as it was. */
  private volatile long promisedUntil;

  /** Whether all containers tell of each session that is made: without that nothing is promised. */
  private boolean complete;

  private long version;
  private long[] added = new long[64];
  private int count;

  /** So many were added since it was made. */
  private int grown;

  /** So often it was thrown away. */
  private int drops;

  private boolean wanted;
  private long wantedNanos;
  private long renewedNanos;
  private long tookNanos;

  /**
   * @param key of 16 bytes that only the cluster's servers get to know: who has it could find ids
   *     that seem to be here
   * @param nanos like {@link System#nanoTime}
   */
  public OwnIds(byte[] key, LongSupplier nanos) {
    this.key = Arrays.copyOf(key, IdHash.KEY_BYTES);
    this.hash = new IdHash(this.key);
    this.nanos = nanos;
    promisedUntil = nanos.getAsLong();
  }

  /**
   * A session of that id has just been made, and no client has heard of it. Returns when one may:
   * at once, but for a moment while others rely on a promise.
   */
  public void made(String id) {
    touched(id);
    // Read after that: whoever is promised something from now on gets the id with it.
    long until = promisedUntil;
    boolean interrupted = false;
    for (long left = until - nanos.getAsLong(); left > 0; left = until - nanos.getAsLong()) {
      LockSupport.parkNanos(this, left);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sessions may have come in without being told of: the list is made anew before it counts. */
  public synchronized void forget() {
    filter = null;
    drops++;
  }

  /** A session of that id is here. Allocates nothing, and takes no lock for one that is known. */
  public void touched(String id) {
    IdFilter now = filter;
    IdFilter soon = next;
    if (now == null && soon == null) {
      return;
    }
    long one = hash.of(id);
    if ((now != null && !now.mayHold(one)) || (soon != null && !soon.mayHold(one))) {
      add(one);
    }
  }

  private synchronized void add(long one) {
    IdFilter soon = next;
    if (soon != null) {
      soon.add(one);
    }
    IdFilter now = filter;
    if (now == null || now.mayHold(one)) {
      return;
    }
    now.add(one);
    grown++;
    if (count == ADDITIONS) {
      // Nobody could be told what was added.
      version++;
      count = 0;
    } else {
      if (count == added.length) {
        added = Arrays.copyOf(added, 2 * count);
      }
      added[count++] = one;
    }
  }

  /**
   * Makes it anew, if that is due and somebody asks for it. To be called about ten times a second,
   * by one thread at a time.
   *
   * @param ids of all sessions that are here
   * @param complete whether each that is made from now on comes by {@link #made} before a client
   *     hears of it
   */
  public void renew(Supplier<Collection<String>> ids, BooleanSupplier complete) {
    long began = nanos.getAsLong();
    int of = begin(began);
    if (of == NOT_DUE) {
      return;
    }
    Collection<String> all = ids.get();
    IdFilter fresh = IdFilter.forIds(room(all.size()));
    // From here on nothing is used without being noted; what came before is found by looking again.
    next = fresh;
    for (String id : ids.get()) {
      fresh.add(hash.of(id));
    }
    end(fresh, began, of, complete.getAsBoolean());
  }

  private synchronized int begin(long now) {
    if (!wanted || now - wantedNanos > WANTED_NANOS) {
      wanted = false;
      filter = null;
      return NOT_DUE;
    }
    IdFilter last = filter;
    long age = now - renewedNanos;
    long least = Math.min(LONGEST_NANOS, SHARE * tookNanos);
    boolean due =
        last == null || (age >= least && (age >= RENEWAL_NANOS || grown > last.room() / 2));
    return due ? drops : NOT_DUE;
  }

  /** Of a filter that has room for twice or half as many, the size stays. */
  private int room(int ids) {
    IdFilter now = filter;
    boolean fits = now != null && ids <= now.room() && ids > now.room() / 4;
    return fits ? now.room() : ids + ids / 4;
  }

  private synchronized void end(IdFilter fresh, long began, int of, boolean tellsAll) {
    next = null;
    renewedNanos = nanos.getAsLong();
    tookNanos = renewedNanos - began;
    if (!wanted || of != drops) {
      return;
    }
    grown = 0;
    complete = tellsAll;
    IdFilter now = filter;
    if (now == null || !now.isLike(fresh)) {
      filter = fresh;
      version++;
      count = 0;
    }
  }

  private byte[] withKey(byte[] list) {
    byte[] all = Arrays.copyOf(key, key.length + list.length);
    System.arraycopy(list, 0, all, key.length, list.length);
    return all;
  }

  /**
   * Answers another server.
   *
   * @param life of this server; 0 if it is not known yet
   * @param apart whether this server takes part in no hand-over: while it does, what it answers for
   *     a session does not follow from whether the session is here
   */
  public synchronized Ids since(WhichIds known, long life, boolean apart) {
    wanted = true;
    wantedNanos = nanos.getAsLong();
    if (!apart) {
      // Made anew after that: sessions have come and gone in other ways.
      forget();
    }
    IdFilter now = filter;
    if (now == null || life == 0) {
      return new Ids(life, 0, 0, Ids.Kind.NONE, new StateBytes(new byte[0]), 0);
    }
    int promised = promise(known.promiseMillis());
    boolean same = known.life() == life && known.version() == version;
    if (!same || known.count() < 0 || known.count() > count) {
      StateBytes all = new StateBytes(withKey(now.bytes()));
      return new Ids(life, version, count, Ids.Kind.ALL, all, promised);
    }
    ByteBuffer more = ByteBuffer.allocate((count - known.count()) * Long.BYTES);
    for (int i = known.count(); i < count; i++) {
      more.putLong(added[i]);
    }
    return new Ids(life, version, count, Ids.Kind.ADDED, new StateBytes(more.array()), promised);
  }

  /** Before the list is looked at: what is added later finds it, and waits. */
  private int promise(int wantedMillis) {
    int millis = complete ? Math.max(0, Math.min(MOST_PROMISED_MILLIS, wantedMillis)) : 0;
    long until = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
    if (millis > 0 && until - promisedUntil > 0) {
      promisedUntil = until;
    }
    return millis;
  }
}
