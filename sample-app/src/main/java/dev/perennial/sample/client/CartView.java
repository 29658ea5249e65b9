package dev.perennial.sample.client;

import dev.perennial.sample.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A cart as a client has read it.
 *
 * @param version number of changes
 * @param lines numbers of the writes that are in the cart
 * @param receipts what was ordered
 */
record CartView(long version, List<Long> lines, List<ReceiptView> receipts) {
  CartView {
    lines = List.copyOf(lines);
    receipts = List.copyOf(receipts);
  }

  /**
   * One order of the session.
   *
   * @param order its number
   * @param total in cents
   * @param write the number of the write that placed it
   * @param writes the numbers of those that were in the cart then
   */
  record ReceiptView(String order, long total, long write, List<Long> writes) {
    ReceiptView {
      writes = List.copyOf(writes);
    }
  }

  /** Returns the numbers of all writes that it shows the effect of. */
  List<Long> writes() {
    List<Long> all = new ArrayList<>(lines);
    receipts.forEach(
        r -> Stream.concat(Stream.of(r.write()), r.writes().stream()).forEach(all::add));
    return all;
  }

  static CartView of(Json json) {
    return new CartView(
        json.get("version").number(-1),
        json.get("lines").items().stream().map(l -> l.get("write").number(-1)).toList(),
        json.get("receipts").items().stream()
            .map(
                r ->
                    new ReceiptView(
                        r.get("order").text(""),
                        r.get("total").number(-1),
                        r.get("write").number(-1),
                        r.get("writes").items().stream().map(w -> w.number(-1)).toList()))
            .toList());
  }
}
