package dev.perennial.sample.shop;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What a customer keeps of an order. */
final class Receipt implements Serializable {
  private static final long serialVersionUID = 1;

  final String order;
  final long total;
  final long write;
  final ArrayList<CartLine> lines;

  /**
   * @param order its number in the order book
   * @param total in cents
   * @param write the client's number of the request that placed it
   */
  Receipt(String order, long total, long write, List<CartLine> lines) {
    this.order = order;
    this.total = total;
    this.write = write;
    this.lines = new ArrayList<>(lines);
  }
}
