package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Capture;
import dev.perennial.coordinator.transfer.ItemId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one transfer does not move, because code of the application fails or hangs: attributes, and
 * where that does not help, sessions. Thread-safe.
 */
final class LeftBehind {
  /** A session with more attributes at fault stays behind as a whole. */
  private static final int MOST_ATTRIBUTES = 20;

  /** An attribute that has hung in so many sessions is left behind in all others untried. */
  private static final int MOST_HANGS = 3;

  /** By session: what not to write, by {@link Capture.Left#part}, and why. */
  private final Map<ItemId, Map<String, String>> leaveOut = new HashMap<>();

  /** By {@link Capture.Left#part}: how often it hung. */
  private final Map<String, Integer> hangs = new HashMap<>();

  private final Map<ItemId, List<Capture.Left>> attributes = new TreeMap<>();
  private final Map<ItemId, String> sessions = new TreeMap<>();

  /** Returns what not to write of a session, by {@link Capture.Left#part}, and why. */
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
  synchronized void captured(ItemId id, List<Capture.Left> left) {
    List<Capture.Left> lost = left.stream().filter(l -> !l.configured()).toList();
    if (lost.isEmpty()) {
      attributes.remove(id);
    } else {
      attributes.put(id, lost);
    }
    sessions.remove(id);
  }

  /** All of a session stays behind. */
  synchronized void cannotMove(ItemId id, String reason) {
    sessions.put(id, reason);
  }

  /** A session has ended: there is nothing left of it to move. */
  synchronized void forget(ItemId id) {
    leaveOut.remove(id);
    attributes.remove(id);
    sessions.remove(id);
  }

  /** Returns how many sessions it is about. */
  synchronized int affected() {
    Set<ItemId> ids = new HashSet<>(attributes.keySet());
    ids.addAll(sessions.keySet());
    return ids.size();
  }

  /** Returns all of it, whole sessions first; a snapshot. */
  synchronized List<Unmoved> all() {
    List<Unmoved> all = new ArrayList<>();
    sessions.forEach((id, reason) -> all.add(new Unmoved(id.name(), "", "", "", reason)));
    for (ItemId id : new TreeSet<>(attributes.keySet())) {
      if (!sessions.containsKey(id)) {
        for (Capture.Left left : attributes.getOrDefault(id, List.of())) {
          all.add(
              new Unmoved(
                  id.name(), left.application(), left.attribute(), left.type(), left.reason()));
        }
      }
    }
    return all;
  }
}
