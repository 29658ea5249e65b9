package dev.perennial.bench.exam;

import java.util.Iterator;
import java.util.List;

/** One pass over a trace. Confined to one thread. */
public interface Run extends Iterator<Sample> {
  /**
   * Lets the server begin a new life, as after a restart: caches are cold and the running time is
   * 0, while the time of day and the load go on. A recording can't, and goes on as it is.
   */
  void renew();

  /** Returns one over samples that were taken, which nothing can change. */
  static Run replayed(List<Sample> samples) {
    Iterator<Sample> all = samples.iterator();
    return new Run() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public Sample next() {
        return all.next();
      }

      @Override
      public void renew() {
        // What happened has happened.
      }
    };
  }
}
