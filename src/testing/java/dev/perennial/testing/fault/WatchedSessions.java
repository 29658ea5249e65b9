package dev.perennial.testing.fault;

import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Staged;
import java.time.Duration;

/** Does nothing wrong, and notes which sessions have left. */
class WatchedSessions extends PassingContainer {
  private final SeenSessions seen;

  WatchedSessions(Container container, SeenSessions seen) {
    super(container);
    this.seen = seen;
    seen.add(container);
  }

  @Override
  public Staged stage(String id, byte[] bytes, Duration limit) throws CaptureException {
    Staged staged = super.stage(id, bytes, limit);
    return () -> {
      staged.publish();
      seen.came(id);
    };
  }

  @Override
  public void discard(String id) {
    seen.left(id);
    super.discard(id);
  }

  @Override
  public Staged detach(String id) {
    seen.left(id);
    Staged detached = super.detach(id);
    return () -> {
      detached.publish();
      seen.came(id);
    };
  }
}
