package dev.perennial.sample.shop;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What a customer is about to buy and has bought. Changed in place, as carts are; guarded by itself
 * against two tabs of one browser.
 */
final class Cart implements Serializable {
  private static final long serialVersionUID = 1;

  private final ArrayList<CartLine> lines = new ArrayList<>();
  private final ArrayList<Receipt> receipts = new ArrayList<>();

  /** Grows by one with every change. */
  private long version;

  /** Adds a line and returns the version after it. */
  synchronized long add(CartLine line) {
    lines.add(line);
    return ++version;
  }

  /**
   * Orders all that is in the cart, in the book and here or not at all.
   *
   * @throws OrderBook.ClosedException if the order book takes no order now
   * @throws IllegalStateException if the cart is empty
   */
  synchronized Map<String, Object> order(long write, OrderBook book) {
    if (lines.isEmpty()) {
      throw new IllegalStateException("the cart is empty");
    }
    long total = lines.stream().mapToLong(CartLine::amount).sum();
    OrderBook.Placed placed = book.place(total);
    receipts.add(new Receipt(placed.order(), total, write, lines));
    lines.clear();
    version++;
    return Answers.fields(
        "version", version, "order", placed.order(), "total", total, "count", placed.count());
  }

  /** Returns all there is in it, as it stands at one moment. */
  synchronized Map<String, Object> view() {
    List<Map<String, Object>> lineViews = new ArrayList<>();
    for (CartLine line : lines) {
      lineViews.add(
          Answers.fields(
              "article", line.article(), "quantity", line.quantity(), "write", line.write()));
    }
    List<Map<String, Object>> receiptViews = new ArrayList<>();
    for (Receipt receipt : receipts) {
      receiptViews.add(
          Answers.fields(
              "order", receipt.order,
              "total", receipt.total,
              "write", receipt.write,
              "writes", receipt.lines.stream().map(CartLine::write).toList()));
    }
    return Answers.fields("version", version, "lines", lineViews, "receipts", receiptViews);
  }

  synchronized List<CartLine> lines() {
    return List.copyOf(lines);
  }

  synchronized Map<String, Long> orders() {
    ToLongFunction<Receipt> total = r -> r.total;
    Map<String, Long> orders = new LinkedHashMap<>();
    receipts.forEach(r -> orders.put(r.order, total.applyAsLong(r)));
    return orders;
  }
}
