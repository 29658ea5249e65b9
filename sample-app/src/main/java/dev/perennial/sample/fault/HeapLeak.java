package dev.perennial.sample.fault;

import java.util.ArrayList;
import java.util.List;

/** Blocks of one KiB in a list that only grows, as a cache without a bound. */
final class HeapLeak implements Leak {
  private static final int KIB = 1024;
  private final List<byte[]> kept = new ArrayList<>();

  @Override
  public void grow(int units) {
    for (int i = 0; i < units; i++) {
      kept.add(new byte[KIB]);
    }
  }
}
