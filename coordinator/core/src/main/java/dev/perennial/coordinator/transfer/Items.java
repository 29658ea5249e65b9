package dev.perennial.coordinator.transfer;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What both sides of a ledger share. */
final class Items {
  private final Map<ItemId, Item> byId;

  /** HERE and not acknowledged by the other server as it is, or ended and not known to have. */
  final Set<ItemId> pending;

  /** Of items that begin here. */
  long term;

  /** Given to the next owner; 0 while nothing may be handed over. */
  long nextTerm;

  /** A Take has been sent, ever. */
  boolean begun;

  /** Given up by this server, which wants everything back. */
  boolean aborted;

  /** Nothing is taken any more: the other server has given up. */
  boolean givingBack;

  /** The other server, or this one, is out: nothing said counts any more. */
  boolean over;

  Items(long term) {
    this.term = term;
    this.byId = new HashMap<>();
    this.pending = new LinkedHashSet<>();
  }

  Items(Items other) {
    byId = new HashMap<>();
    other.byId.forEach((id, item) -> byId.put(id, new Item(item)));
    pending = new LinkedHashSet<>(other.pending);
    term = other.term;
    nextTerm = other.nextTerm;
    begun = other.begun;
    aborted = other.aborted;
    givingBack = other.givingBack;
    over = other.over;
  }

  @Nullable Item get(ItemId id) {
    return byId.get(id);
  }

  /** Returns the item, which is the other server's if it was not known. */
  Item theirs(ItemId id) {
    return byId.computeIfAbsent(id, k -> new Item(Place.AWAY, term));
  }

  /** Adds an item of this server. */
  Item add(ItemId id) {
    Item item = new Item(Place.HERE, term);
    byId.put(id, item);
    return item;
  }

  Map<ItemId, Item> all() {
    return byId;
  }

  Set<ItemId> in(Place... places) {
    Set<Place> wanted = Set.of(places);
    Set<ItemId> found = new TreeSet<>();
    byId.forEach(
        (id, item) -> {
          if (wanted.contains(item.place)) {
            found.add(id);
          }
        });
    return found;
  }

  /**
   * The item belongs to this server (again), and the other one is not known to have it as it is.
   */
  void hereAgain(ItemId id, Item item) {
    item.place = Place.HERE;
    item.dirty = true;
    item.renew = true;
    item.acknowledged = false;
    pending.add(id);
  }
}
