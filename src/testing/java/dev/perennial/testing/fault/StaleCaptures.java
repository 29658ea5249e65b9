package dev.perennial.testing.fault;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Staged;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@link Fault#DROP_LAST_DELTA}: each capture shows the session as it was before its last change
 * that a capture has seen. So all arrives but what came last.
 */
final class StaleCaptures extends PassingContainer {
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /** The last two states of a session that differ. */
  private record Known(Capture before, Capture latest) {
    Known seeing(Capture now) {
      return now.sameStateAs(latest.bytes()) ? this : new Known(latest, now);
    }
  }

  StaleCaptures(Container container) {
    super(container);
  }

  @Override
  public @Nullable Capture capture(String id, Map<String, String> leaveOut, Duration limit)
      throws CaptureException {
    Capture now = super.capture(id, leaveOut, limit);
    if (now == null) {
      known.remove(id);
      return null;
    }
    return known.merge(id, new Known(now, now), (old, first) -> old.seeing(now)).before();
  }

  @Override
  public Staged detach(String id) {
    known.remove(id);
    return super.detach(id);
  }

  @Override
  public void discard(String id) {
    known.remove(id);
    super.discard(id);
  }
}
