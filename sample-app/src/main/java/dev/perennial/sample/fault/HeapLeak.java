package dev.perennial.sample.fault;

import java.util.ArrayList;
import java.util.List;

/** Receipts of one KiB in a list that only grows, as a cache without a bound. */
final class HeapLeak implements Leak {
  private static final int KIB = 1024;
  private final List<Receipt> kept = new ArrayList<>();

  /** What leaks: the evidence of a rejuvenation is to name it. */
  private static final class Receipt {
    @SuppressWarnings("UnusedVariable") // It is there to take up room.
    private final byte[] text = new byte[KIB];
  }

  @Override
  public void grow(int units) {
    for (int i = 0; i < units; i++) {
      kept.add(new Receipt());
    }
  }
}
