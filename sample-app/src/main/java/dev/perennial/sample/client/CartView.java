package dev.perennial.sample.client;

import com.fasterxml.jackson.databind.JsonNode;
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

  static CartView of(JsonNode json) {
    List<ReceiptView> receipts = new ArrayList<>();
    for (JsonNode r : json.path("receipts")) {
      receipts.add(
          new ReceiptView(
              r.path("order").asText(""),
              r.path("total").asLong(-1),
              r.path("write").asLong(-1),
              numbers(r.path("writes"), "")));
    }
    return new CartView(
        json.path("version").asLong(-1), numbers(json.path("lines"), "/write"), receipts);
  }

  private static List<Long> numbers(JsonNode items, String pointer) {
    List<Long> numbers = new ArrayList<>();
    items.forEach(item -> numbers.add(item.at(pointer).asLong(-1)));
    return numbers;
  }
}
