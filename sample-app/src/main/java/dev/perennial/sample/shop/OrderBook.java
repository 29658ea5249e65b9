package dev.perennial.sample.shop;

import dev.perennial.api.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All orders placed at this server, in memory alone: process state that no session holds. Numbers
 * are unique over all servers and all their lives, so that two books can become one. As a {@link
 * Part} it goes with the customers when its server is rejuvenated. Thread-safe.
 */
final class OrderBook implements Part {
  private final String prefix;
  private final Duration patience;

  /** Total in cents, by order number; oldest first. */
  private final Map<String, Long> orders = new LinkedHashMap<>();

  private long placed;
  private long sum;
  private boolean paused;

  /**
   * @param prefix of all numbers given here
   * @param patience how long an order waits for a paused book
   */
  OrderBook(String prefix, Duration patience) {
    this.prefix = prefix;
    this.patience = patience;
  }

  /**
   * An order that is in the book.
   *
   * @param order its number
   * @param count of all orders, with this one
   */
  record Placed(String order, int count) {}

  /** The book takes no order now; nothing was done. */
  static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClosedException() {
      super("the order book is being moved: try again");
    }
  }

  /**
   * Places an order; waits while the book is paused.
   *
   * @throws ClosedException if it stays paused, or the thread is interrupted
   */
  synchronized Placed place(long total) {
    awaitOpen();
    String order = prefix + "-" + ++placed;
    put(order, total);
    return new Placed(order, orders.size());
  }

  /** Returns an order's total in cents, or null if it is not in the book. */
  synchronized @Nullable Long total(String order) {
    return orders.get(order);
  }

  /** Returns how many orders there are, and their sum in cents. */
  synchronized Map<String, Object> summary() {
    return Answers.fields("count", orders.size(), "sum", sum);
  }

  /** Returns all orders with their totals. */
  synchronized Map<String, Long> all() {
    return new LinkedHashMap<>(orders);
  }

  @Override
  public String name() {
    return "orders";
  }

  /** Each order is placed under the lock, so whoever has it knows that none is under way. */
  @Override
  public synchronized void pause(Duration limit) {
    paused = true;
  }

  @Override
  public synchronized void resumeUnchanged() {
    paused = false;
    notifyAll();
  }

  @Override
  public synchronized byte[] capture() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(orders.size());
      for (Map.Entry<String, Long> order : orders.entrySet()) {
        out.writeUTF(order.getKey());
        out.writeLong(order.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory refused to be written to", e);
    }
    return bytes.toByteArray();
  }

  /** Takes over the orders of another book, beside those that are here already. */
  @Override
  public synchronized void resume(byte[] captured) {
    Map<String, Long> taken = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(captured))) {
      for (int left = in.readInt(); left > 0; left--) {
        taken.put(in.readUTF(), in.readLong());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no captured order book", e);
    }
    taken.forEach(this::put);
    resumeUnchanged();
  }

  private void put(String order, long total) {
    if (orders.putIfAbsent(order, total) == null) {
      sum += total;
    }
  }

  private void awaitOpen() {
    long end = System.nanoTime() + patience.toNanos();
    while (paused) {
      long leftMillis = (end - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        throw new ClosedException();
      }
      try {
        wait(leftMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClosedException();
      }
    }
  }
}
