package dev.perennial.sample.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must be true of one session's cart: a write that was acknowledged before a read was sent is
 * in what is read, once; any other write of this session may be in it, once; nothing else is. What
 * was seen once stays. Pure, but for its lock: a session may have two tabs.
 */
final class SessionModel {
  private final Set<Long> issued = new HashSet<>();

  /** Acknowledged or seen; in that order, so that its length tells what was known at a moment. */
  private final List<Long> certain = new ArrayList<>();

  private final Set<Long> certainSet = new HashSet<>();
  private final Map<Long, Long> amounts = new HashMap<>();
  private final Map<String, Long> orders = new LinkedHashMap<>();
  private long version;

  /**
   * What a read that is sent now must show.
   *
   * @param writes how many of the certain ones, from the first
   * @param version or a later one
   */
  record Expectation(int writes, long version) {}

  /** A write is about to be sent. */
  synchronized void issue(long write) {
    issued.add(write);
  }

  /** A line was acknowledged. */
  synchronized void added(long write, long amount, long newVersion) {
    amounts.put(write, amount);
    certain(write, newVersion);
  }

  /** An order was acknowledged. */
  synchronized void ordered(long write, String order, long total, long newVersion) {
    orders.put(order, total);
    certain(write, newVersion);
  }

  synchronized Expectation expectation() {
    return new Expectation(certain.size(), version);
  }

  /** Returns the orders that are certain, with their totals. */
  synchronized Map<String, Long> orders() {
    return new LinkedHashMap<>(orders);
  }

  /** Returns what is wrong with a cart that was read, and learns from it. */
  synchronized List<Contradiction> check(Expectation expected, CartView view) {
    List<Contradiction> found = new ArrayList<>();
    List<Long> shown = view.writes();
    Set<Long> once = new HashSet<>();
    for (long write : shown) {
      if (!once.add(write)) {
        found.add(new Contradiction(Contradiction.Kind.DOUBLED, "write " + write));
      } else if (!issued.contains(write)) {
        found.add(new Contradiction(Contradiction.Kind.FOREIGN, "write " + write));
      }
    }
    for (long write : certain.subList(0, expected.writes())) {
      if (!once.contains(write)) {
        found.add(new Contradiction(Contradiction.Kind.MISSING, "write " + write));
      }
    }
    checkVersion(expected, view, shown.size(), found);
    view.receipts().forEach(r -> checkTotal(r, found));
    if (found.isEmpty()) {
      learn(view, once);
    }
    return found;
  }

  private void checkVersion(
      Expectation expected, CartView view, int shown, List<Contradiction> found) {
    if (view.version() < expected.version()) {
      found.add(
          new Contradiction(
              Contradiction.Kind.OLDER,
              "version " + view.version() + " after " + expected.version()));
    }
    if (view.version() != shown) {
      found.add(
          new Contradiction(
              Contradiction.Kind.WRONG,
              "version " + view.version() + " with " + shown + " writes"));
    }
  }

  private void checkTotal(CartView.ReceiptView receipt, List<Contradiction> found) {
    long sum = 0;
    for (long write : receipt.writes()) {
      Long amount = amounts.get(write);
      if (amount == null) {
        // Never acknowledged, so its amount is not known.
        return;
      }
      sum += amount;
    }
    Long total = orders.getOrDefault(receipt.order(), sum);
    if (sum != receipt.total() || total != receipt.total()) {
      found.add(
          new Contradiction(
              Contradiction.Kind.WRONG,
              "order " + receipt.order() + " says " + receipt.total() + ", not " + sum));
    }
  }

  private void learn(CartView view, Set<Long> shown) {
    shown.forEach(write -> certain(write, view.version()));
    view.receipts().forEach(r -> orders.putIfAbsent(r.order(), r.total()));
  }

  private void certain(long write, long newVersion) {
    if (certainSet.add(write)) {
      certain.add(write);
    }
    version = Math.max(version, newVersion);
  }
}
