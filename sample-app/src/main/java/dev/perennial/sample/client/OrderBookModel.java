package dev.perennial.sample.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must be true of the order books: each life of a server keeps one, and a book holds at least
 * the orders that were acknowledged by that life before a read was sent, and those of each life
 * whose place it took. Pure, but for its lock.
 */
final class OrderBookModel {
  private final Map<Life, Book> books = new HashMap<>();
  private final Map<String, Long> acknowledged = new LinkedHashMap<>();

  /** Orders that must be in the book of one life. */
  private static final class Book {
    final Set<String> orders = new HashSet<>();
    final Set<Life> successors = new HashSet<>();
    long sum;
  }

  /**
   * The least that a book must hold.
   *
   * @param count of orders
   * @param sum of their totals
   */
  record AtLeast(long count, long sum) {}

  /** An order was acknowledged by a life. */
  synchronized void placed(Life life, String order, long total) {
    acknowledged.put(order, total);
    put(life, order, total, new HashSet<>());
  }

  /** A life has taken the place of another: a session of the one is now served by the other. */
  synchronized void succeeded(Life before, Life after) {
    // Never back again: an answer of the old server may come late, and tells nothing new.
    if (before.equals(after) || !book(before).successors.add(after)) {
      return;
    }
    for (String order : List.copyOf(book(before).orders)) {
      put(after, order, acknowledged.getOrDefault(order, 0L), new HashSet<>());
    }
  }

  /** Returns what each life must answer to a read that is sent now. */
  synchronized Map<Life, AtLeast> expectation() {
    Map<Life, AtLeast> expected = new HashMap<>();
    books.forEach((life, book) -> expected.put(life, new AtLeast(book.orders.size(), book.sum)));
    return expected;
  }

  /** Returns what is wrong with count and sum as a life answered them. */
  static List<Contradiction> check(Map<Life, AtLeast> expected, Life life, long count, long sum) {
    AtLeast least = expected.getOrDefault(life, new AtLeast(0, 0));
    if (count >= least.count() && sum >= least.sum()) {
      return List.of();
    }
    return List.of(
        new Contradiction(
            Contradiction.Kind.OLDER,
            count + " orders of " + sum + " at " + life.server() + " after " + least));
  }

  /**
   * Returns what is wrong with all books together, when nothing is under way any more: an
   * acknowledged order is in exactly one of them.
   *
   * @param all the orders of each server that serves, with their totals
   */
  synchronized List<Contradiction> audit(List<Map<String, Long>> all) {
    List<Contradiction> found = new ArrayList<>();
    acknowledged.forEach(
        (order, total) -> {
          List<Long> kept =
              all.stream().filter(b -> b.containsKey(order)).map(b -> b.get(order)).toList();
          if (kept.isEmpty()) {
            found.add(new Contradiction(Contradiction.Kind.MISSING, "order " + order));
          } else if (kept.size() > 1) {
            found.add(
                new Contradiction(
                    Contradiction.Kind.DOUBLED,
                    "order " + order + " in " + kept.size() + " books"));
          } else if (!kept.get(0).equals(total)) {
            found.add(
                new Contradiction(
                    Contradiction.Kind.WRONG,
                    "order " + order + " says " + kept.get(0) + ", not " + total));
          }
        });
    return found;
  }

  private void put(Life life, String order, long total, Set<Life> visited) {
    if (!visited.add(life)) {
      return;
    }
    Book book = book(life);
    if (book.orders.add(order)) {
      book.sum += total;
    }
    book.successors.forEach(after -> put(after, order, total, visited));
  }

  private Book book(Life life) {
    return books.computeIfAbsent(life, l -> new Book());
  }
}
