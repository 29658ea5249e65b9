package dev.perennial.agent.duplex;

import dev.perennial.coordinator.transfer.ItemId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Sessions that requests wait for, in the order in which they were asked for. Thread-safe. */
final class Wanted {
  private final Set<ItemId> ids = new LinkedHashSet<>();

  synchronized void add(ItemId id) {
    boolean unused = ids.add(id);
  }

  /** Takes those that are in a queue out of here, and out of it. */
  synchronized List<ItemId> takeFrom(Set<ItemId> queue) {
    List<ItemId> taken = new ArrayList<>();
    for (Iterator<ItemId> each = ids.iterator(); each.hasNext(); ) {
      ItemId id = each.next();
      each.remove();
      if (queue.remove(id)) {
        taken.add(id);
      }
    }
    return taken;
  }
}
