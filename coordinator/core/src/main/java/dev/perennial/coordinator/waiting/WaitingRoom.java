package dev.perennial.coordinator.waiting;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Bounded places for guests who have not shown yet who they are. A new guest always gets in; where
 * there is no place for him, another one goes:
 *
 * <ul>
 *   <li>if his origin has its share already, the oldest guest of the same origin;
 *   <li>else the oldest guest of the origin that has most places. Origins from which nobody has
 *       proven himself yet go before others.
 * </ul>
 *
 * <p>So whoever takes many places pushes out his own guests, and whoever needs his place for
 * milliseconds only is gone before it is his turn. Thread-safe; guests are told apart by identity
 * or by their equals.
 *
 * @param <O> what guests have in common who must share; needs equals
 * @param <G> a guest
 */
public final class WaitingRoom<O, G> {
  /** Number of origins to remember as known. */
  static final int KNOWN = 64;

  private final int perOrigin;
  private final int total;

  /** Oldest first. Guarded by "this", as is what follows. */
  private final Map<G, O> guests = new LinkedHashMap<>();

  private final Map<O, Integer> counts = new HashMap<>();

  /** The one that has proven itself last is last. */
  private final Set<O> known = new LinkedHashSet<>();

  /**
   * Makes an empty one.
   *
   * @param perOrigin places of one origin, at most
   * @param total places in all
   * @throws IllegalArgumentException if one of them is less than 1
   */
  public WaitingRoom(int perOrigin, int total) {
    if (perOrigin < 1 || total < 1) {
      throw new IllegalArgumentException(
          perOrigin + " places for each origin and " + total + " in all: at least 1 is needed");
    }
    this.perOrigin = perOrigin;
    this.total = total;
  }

  /** Lets a guest in. Returns the one who has to go for it, if any. */
  public synchronized Optional<G> enter(O origin, G guest) {
    Optional<G> leaving = Optional.empty();
    if (counts.getOrDefault(origin, 0) >= perOrigin) {
      leaving = Optional.of(oldestOf(origin));
    } else if (guests.size() >= total) {
      leaving = Optional.of(oldestOfGreediest());
    }
    leaving.ifPresent(this::leave);
    guests.put(guest, origin);
    counts.merge(origin, 1, Integer::sum);
    return leaving;
  }

  private G oldestOf(O origin) {
    for (Map.Entry<G, O> next : guests.entrySet()) {
      if (next.getValue().equals(origin)) {
        return next.getKey();
      }
    }
    throw new IllegalStateException("nobody of " + origin + " is in");
  }

  private G oldestOfGreediest() {
    Map.Entry<G, O> first = null;
    for (Map.Entry<G, O> next : guests.entrySet()) {
      if (first == null || goesBefore(next.getValue(), first.getValue())) {
        first = next;
      }
    }
    if (first == null) {
      throw new IllegalStateException("nobody is in");
    }
    return first.getKey();
  }

  private boolean goesBefore(O one, O other) {
    boolean oneKnown = known.contains(one);
    return oneKnown == known.contains(other)
        ? counts.getOrDefault(one, 0) > counts.getOrDefault(other, 0)
        : !oneKnown;
  }

  /** Frees the place of a guest. Returns whether he still had it. */
  public synchronized boolean leave(G guest) {
    O origin = guests.remove(guest);
    if (origin == null) {
      return false;
    }
    counts.computeIfPresent(origin, (o, n) -> n == 1 ? null : n - 1);
    return true;
  }

  /**
   * Frees the place of a guest who has proven himself, and takes his origin for known from now on.
   * Returns whether he still had it.
   */
  public synchronized boolean prove(G guest) {
    O origin = guests.get(guest);
    if (origin == null) {
      return false;
    }
    known.remove(origin);
    known.add(origin);
    if (known.size() > KNOWN) {
      Iterator<O> oldest = known.iterator();
      oldest.next();
      oldest.remove();
    }
    return leave(guest);
  }

  /** Returns how many guests are in. */
  public synchronized int size() {
    return guests.size();
  }
}
