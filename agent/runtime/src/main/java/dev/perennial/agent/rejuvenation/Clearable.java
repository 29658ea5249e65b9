package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.clean.FlushableCache;
import dev.perennial.agent.part.ClearableHandle;
import dev.perennial.agent.part.PartException;
import java.time.Duration;

/** A cache that the application has registered, as the clearing empties it. */
public final class Clearable implements FlushableCache {
  private final ClearableHandle cache;
  private final Duration limit;

  public Clearable(ClearableHandle cache, Duration limit) {
    this.cache = cache;
    this.limit = limit;
  }

  @Override
  public String name() {
    return cache.name();
  }

  /** Its size is not known: what was freed shows in the heap. */
  @Override
  public long flush() throws PartException, InterruptedException {
    cache.clear(limit);
    return 0;
  }
}
