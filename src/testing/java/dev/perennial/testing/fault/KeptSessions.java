package dev.perennial.testing.fault;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Staged;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@link Fault#DOUBLE_OWNER}: what is taken out of it stays in it, and only the agent believes that
 * it has gone.
 */
final class KeptSessions extends WatchedSessions {
  private final SeenSessions seen;

  KeptSessions(Container container, SeenSessions seen) {
    super(container, seen);
    this.seen = seen;
  }

  @Override
  public Set<String> sessionIds() {
    Set<String> ids = new HashSet<>(super.sessionIds());
    ids.removeIf(seen::hasLeft);
    return ids;
  }

  @Override
  public boolean hasSession(String id) {
    return !seen.hasLeft(id) && super.hasSession(id);
  }

  @Override
  public boolean hasSession(String application, String id) {
    return !seen.hasLeft(id) && super.hasSession(application, id);
  }

  @Override
  public @Nullable Capture capture(String id, Map<String, String> leaveOut, Duration limit)
      throws CaptureException {
    return seen.hasLeft(id) ? null : super.capture(id, leaveOut, limit);
  }

  @Override
  public void discard(String id) {
    seen.left(id);
  }

  @Override
  public Staged detach(String id) {
    seen.left(id);
    return () -> seen.came(id);
  }
}
