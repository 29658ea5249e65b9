package dev.perennial.agent.duplex;

import dev.perennial.coordinator.transfer.ItemId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Which sessions have a place at the successor. Almost always all of them; where it has not the
 * heap for that, as many as fit, and a place that was given is kept. Whoever gives places asks for
 * the sessions that were used last first. Thread-safe; without clock, thread or I/O.
 */
final class Room {
  /** Heap that a session takes for each byte that is sent, as a leader reckons too. */
  private static final double HEAP_PER_BYTE = 1.5;

  /** As above, at most: more heap than that is of something else. */
  private static final double MOST_HEAP_PER_BYTE = 4;

  /** Of a successor's room so much is filled: fuller, it would be judged unstable itself. */
  private static final double FILLED = 0.7;

  /** Of that so much is kept for sessions that begin, or are used again, until the switch-over. */
  private static final double RESERVE = 0.1;

  private final long bytes;
  private final long assumedBytes;
  private final Map<ItemId, Long> places = new HashMap<>();
  private long used;
  private long measured;
  private long measuredBytes;

  private Room(long bytes, long assumedBytes) {
    this.bytes = bytes;
    this.assumedBytes = Math.max(1, assumedBytes);
  }

  /** Returns room for all sessions. */
  static Room forAll() {
    return new Room(Long.MAX_VALUE, 1);
  }

  /**
   * Returns the room that a successor has.
   *
   * @param roomBytes heap that it could still take; negative if it is not known
   * @param size of what is to be handed over
   */
  static Room of(long roomBytes, StateSize size) {
    if (roomBytes < 0 || size.bytes() * HEAP_PER_BYTE <= roomBytes) {
      return forAll();
    }
    // Whatever else fills this server's heap: more than all of it no session takes.
    double own = (double) size.heapBytes() / Math.max(1, size.bytes());
    double heapPerByte = Math.min(Math.max(own, HEAP_PER_BYTE), MOST_HEAP_PER_BYTE);
    long ofSessions = (long) (roomBytes * FILLED / heapPerByte) - size.partBytes();
    return new Room(Math.max(0, ofSessions), size.sessionBytes());
  }

  boolean isForAll() {
    return bytes == Long.MAX_VALUE;
  }

  /** Returns how many bytes of sessions, as they are sent, have a place. */
  long bytes() {
    return bytes;
  }

  /** Returns sessions in the order in which they are to have a place: those used last first. */
  static List<ItemId> lastUsedFirst(Collection<ItemId> ids, ToLongFunction<ItemId> idleMillis) {
    record Used(ItemId id, long idleMillis) {}
    return ids.stream()
        .map(id -> new Used(id, idleMillis.applyAsLong(id)))
        .sorted(Comparator.comparingLong(Used::idleMillis).thenComparing(Used::id))
        .map(Used::id)
        .toList();
  }

  /**
   * Takes sessions from the head of a queue as long as there is a place for the next one, but for
   * the reserve. How large they are is told by {@link #measured}, so that not too many are taken at
   * once.
   *
   * @param most of them
   */
  synchronized List<ItemId> admit(Deque<ItemId> queue, int most) {
    List<ItemId> admitted = new ArrayList<>();
    long limit = (long) (bytes * (1 - RESERVE));
    while (admitted.size() < most && !queue.isEmpty() && place(queue.peek(), limit)) {
      admitted.add(queue.remove());
    }
    return admitted;
  }

  /** Returns whether a session has a place, of the reserve if need be. */
  synchronized boolean admits(ItemId id) {
    return isForAll() || place(id, bytes);
  }

  synchronized boolean has(ItemId id) {
    return isForAll() || places.containsKey(id);
  }

  private boolean place(ItemId id, long limit) {
    if (places.containsKey(id)) {
      return true;
    }
    long estimate = measured == 0 ? assumedBytes : Math.max(1, measuredBytes / measured);
    if (used + estimate > limit) {
      return false;
    }
    used += estimate;
    places.put(id, estimate);
    return true;
  }

  /** A session was captured: so large is it. */
  synchronized void measured(ItemId id, long size) {
    Long before = places.get(id);
    if (before != null) {
      used += size - before;
      places.put(id, size);
      measured++;
      measuredBytes += size;
    }
  }

  /** A session has ended: its place is free. */
  synchronized void ended(ItemId id) {
    Long before = places.remove(id);
    used -= before == null ? 0 : before;
  }
}
