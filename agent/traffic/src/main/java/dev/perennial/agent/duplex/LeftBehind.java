package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Capture.Cause;
import dev.perennial.agent.container.Capture.Left;
import dev.perennial.coordinator.transfer.ItemId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one transfer does not move. Code of the application fails or hangs: attributes, and where
 * that does not help, sessions. The successor has no room: sessions. Thread-safe.
 */
final class LeftBehind {
  /** A session with more attributes at fault stays behind as a whole. */
  private static final int MOST_ATTRIBUTES = 20;

  /** An attribute that has hung in so many sessions is left behind in all others untried. */
  private static final int MOST_HANGS = 3;

  /** By session: what not to write, by {@link Left#part}, and why. */
  private final Map<ItemId, Map<String, String>> leaveOut = new HashMap<>();

  /** By {@link Left#part}: how often it hung. */
  private final Map<String, Integer> hangs = new HashMap<>();

  private final Map<ItemId, List<Left>> attributes = new TreeMap<>();
  private final Map<ItemId, List<Left>> unserializable = new TreeMap<>();
  private final Map<ItemId, String> sessions = new TreeMap<>();

  /** For which the successor has no room: how long they were not used, in milliseconds. */
  private final Map<ItemId, Long> noRoom = new HashMap<>();

  /** Returns what not to write of a session, by {@link Left#part}, and why. */
  synchronized Map<String, String> leaveOut(ItemId id) {
    Map<String, String> all = new HashMap<>(leaveOut.getOrDefault(id, Map.of()));
    hangs.forEach(
        (part, times) -> {
          if (times >= MOST_HANGS) {
            all.putIfAbsent(part, "writing it hung in " + times + " other sessions");
          }
        });
    return all;
  }

  /**
   * An attribute is at fault: it is not to be written again.
   *
   * @return false if that does not help, so that all of the session stays behind
   */
  synchronized boolean exclude(ItemId id, String part, String reason) {
    Map<String, String> known = leaveOut.computeIfAbsent(id, k -> new HashMap<>());
    return known.size() < MOST_ATTRIBUTES && known.putIfAbsent(part, reason) == null;
  }

  /** Writing an attribute did not end in its time. */
  synchronized void hung(String part) {
    hangs.merge(part, 1, Integer::sum);
  }

  /** A session was captured: what of it was left behind. */
  synchronized void captured(ItemId id, List<Left> left) {
    keep(attributes, id, left, Cause.FAILED);
    keep(unserializable, id, left, Cause.UNSERIALIZABLE);
    sessions.remove(id);
    noRoom.remove(id);
  }

  private static void keep(Map<ItemId, List<Left>> into, ItemId id, List<Left> all, Cause cause) {
    List<Left> wanted = all.stream().filter(l -> l.cause() == cause).toList();
    if (wanted.isEmpty()) {
      into.remove(id);
    } else {
      into.put(id, wanted);
    }
  }

  /** All of a session stays behind. */
  synchronized void cannotMove(ItemId id, String reason) {
    sessions.put(id, reason);
  }

  /** All of a session stays behind, as the successor has no room for it. */
  synchronized void noRoom(ItemId id, long idleMillis) {
    noRoom.put(id, idleMillis);
  }

  /** A session has ended: there is nothing left of it to move. */
  synchronized void forget(ItemId id) {
    leaveOut.remove(id);
    attributes.remove(id);
    unserializable.remove(id);
    sessions.remove(id);
    noRoom.remove(id);
  }

  /** Returns how many sessions stay behind for want of room. */
  synchronized int withoutRoom() {
    return noRoom.size();
  }

  /**
   * Returns how many sessions stay behind, or lose an attribute that claims to be serialisable, for
   * what the application's code does.
   */
  synchronized int affected() {
    Set<ItemId> ids = new HashSet<>(attributes.keySet());
    ids.addAll(sessions.keySet());
    return ids.size();
  }

  /** As {@link #affected}, and those that lose an attribute which makes no such claim. */
  synchronized int affectedAtAll() {
    Set<ItemId> ids = new HashSet<>(attributes.keySet());
    ids.addAll(sessions.keySet());
    ids.addAll(unserializable.keySet());
    return ids.size();
  }

  /** Returns what is not serialisable, a line for each attribute, with the number of sessions. */
  synchronized List<String> unserializable() {
    Map<String, Integer> counts = new TreeMap<>();
    for (List<Left> ofOne : unserializable.values()) {
      for (Left left : ofOne) {
        counts.merge(
            "attribute "
                + left.attribute()
                + " ("
                + left.type()
                + ") of "
                + left.application()
                + " stays behind, as "
                + left.reason(),
            1,
            Integer::sum);
      }
    }
    List<String> lines = new ArrayList<>();
    counts.forEach((line, sessionCount) -> lines.add(line + ", in " + sessionCount + " sessions"));
    return lines;
  }

  /** Returns all that is a loss; a snapshot. */
  synchronized Leftovers leftovers(String successor) {
    LongSummaryStatistics ages =
        noRoom.values().stream().mapToLong(Long::longValue).summaryStatistics();
    return new Leftovers(
        all(),
        noRoom.isEmpty()
            ? Optional.empty()
            : Optional.of(new NoRoom(ages.getCount(), ages.getMin(), ages.getMax(), successor)));
  }

  /** Returns what the application's code is at fault for, whole sessions first; a snapshot. */
  synchronized List<Unmoved> all() {
    List<Unmoved> all = new ArrayList<>();
    sessions.forEach((id, reason) -> all.add(new Unmoved(id.name(), "", "", "", reason)));
    for (ItemId id : new TreeSet<>(attributes.keySet())) {
      if (!sessions.containsKey(id)) {
        for (Left left : attributes.getOrDefault(id, List.of())) {
          all.add(
              new Unmoved(
                  id.name(), left.application(), left.attribute(), left.type(), left.reason()));
        }
      }
    }
    return all;
  }
}
