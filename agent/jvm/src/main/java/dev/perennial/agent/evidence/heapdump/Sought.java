package dev.perennial.agent.evidence.heapdump;

import java.util.Arrays;
import java.util.Map;

/**
 * Objects whose holder is sought, with what each stands for. Looked up for each reference in the
 * heap, so it makes no garbage.
 */
final class Sought {
  private static final int FILTER_BITS = 1 << 20;

  private final long[] ids;
  private final double[] weights;
  private final long[] filter = new long[FILTER_BITS / Long.SIZE];

  Sought(Map<Long, Double> objects) {
    ids = objects.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
    weights = new double[ids.length];
    for (int i = 0; i < ids.length; i++) {
      weights[i] = objects.get(ids[i]);
      int bit = bit(ids[i]);
      filter[bit / Long.SIZE] |= 1L << bit;
    }
  }

  /** Returns false for most of what is not sought, at little cost. */
  boolean mayContain(long id) {
    int bit = bit(id);
    return (filter[bit / Long.SIZE] & 1L << bit) != 0;
  }

  /** Returns what an object stands for, at the first time that it is found; 0 otherwise. */
  double find(long id) {
    if (!mayContain(id)) {
      return 0;
    }
    int at = Arrays.binarySearch(ids, id);
    if (at < 0) {
      return 0;
    }
    double found = weights[at];
    weights[at] = 0;
    return found;
  }

  private static int bit(long id) {
    return (int) (id >>> 3) & FILTER_BITS - 1;
  }
}
