package dev.perennial.bench.exam;

import java.util.Iterator;

/** One pass over a trace. Confined to one thread. */
public interface Run extends Iterator<Sample> {
  /**
   * Lets the server begin a new life, as after a restart: caches are cold and the running time is
   * 0, while the time of day and the load go on. A recording can't, and goes on as it is.
   */
  void renew();
}
