package dev.perennial.coordinator.transfer;

import dev.perennial.coordinator.transfer.Model.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must be true of every state, and of the last ones. */
final class Invariants {
  private Invariants() {}

  /** Returns what is wrong, or null. */
  static @Nullable String check(Model m) {
    if (m.violation != null) {
      return m.violation;
    }
    for (ItemId id : m.ids) {
      List<Node> serving = List.of(m.a, m.b, m.c).stream().filter(n -> n.serves(id)).toList();
      if (serving.size() > 1) {
        return "two servers serve " + id;
      }
      for (Node node : serving) {
        String wrong = checkServing(m, node, id);
        if (wrong != null) {
          return wrong;
        }
      }
    }
    return null;
  }

  private static @Nullable String checkServing(Model m, Node node, ItemId id) {
    int told = m.told.getOrDefault(id, Model.GONE);
    Integer has = node.content.get(id);
    if (told == Model.ENDED) {
      return id + " has ended, and " + node.life + " serves it";
    }
    if (told != Model.GONE && (has == null || has != told)) {
      return node.life + " serves " + id + " in state " + has + ", a client was told of " + told;
    }
    if (node == m.a && (m.phase == Phase.DONE || m.phase == Phase.RESTARTED)) {
      return "A serves " + id + " after it was done";
    }
    boolean forward = m.phase == Phase.SWITCHING || m.phase == Phase.DONE;
    if (forward && node == m.successor() && id.kind() == ItemId.Kind.SESSION) {
      for (ItemId part : m.ids) {
        if (part.kind() == ItemId.Kind.PART && !node.serves(part)) {
          return node.life + " serves " + id + " without " + part;
        }
      }
    }
    return null;
  }

  /** Returns whether all has come to a good end: every item is served, as clients were told. */
  static boolean isGoal(Model m) {
    Node owner =
        switch (m.phase) {
          case RESTARTED -> m.successor();
          case BACK -> m.a;
          case SURVIVED -> m.a.out ? m.b : m.a;
          case OFFERING, COPYING, IN_SYNC, SWITCHING, DONE, ABORTING -> null;
        };
    if (owner == null || (m.phase == Phase.BACK && m.scenario.secondRound() && !m.toC)) {
      return false;
    }
    for (ItemId id : m.ids) {
      int told = m.told.getOrDefault(id, Model.GONE);
      if (told >= 0 && !owner.serves(id)) {
        return false;
      }
    }
    return true;
  }
}
