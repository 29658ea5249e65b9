package dev.perennial.testing.fault;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Listener;
import dev.perennial.agent.container.Staged;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A container whose sessions are strings, each capture followed by a clock that stands. */
final class MemoryContainer implements Container {
  final Map<String, String> sessions = new HashMap<>();

  @Override
  public String description() {
    return "memory";
  }

  @Override
  public List<Listener> listeners() {
    return List.of();
  }

  @Override
  public Set<String> applications() {
    return Set.of("localhost/shop");
  }

  @Override
  public String fingerprint() {
    return "shop 1";
  }

  @Override
  public Set<String> sessionIds() {
    return Set.copyOf(sessions.keySet());
  }

  @Override
  public boolean hasSession(String id) {
    return sessions.containsKey(id);
  }

  @Override
  public @Nullable Capture capture(String id) {
    String state = sessions.get(id);
    byte[] bytes = (state + "0".repeat(Capture.CLOCK_BYTES)).getBytes(StandardCharsets.UTF_8);
    return state == null ? null : new Capture(id, bytes, List.of(), Map.of());
  }

  @Override
  public Staged stage(String id, byte[] bytes) {
    String state = new String(bytes, 0, bytes.length - Capture.CLOCK_BYTES, StandardCharsets.UTF_8);
    return () -> sessions.put(id, state);
  }

  @Override
  public void rehearse() {}

  @Override
  public void discard(String id) {
    sessions.remove(id);
  }

  @Override
  public Staged detach(String id) {
    String state = sessions.remove(id);
    return () -> sessions.put(id, String.valueOf(state));
  }

  @Override
  public void expire(String id) {
    sessions.remove(id);
  }

  @Override
  public int quiesce(Duration limit) {
    return 0;
  }

  @Override
  public void resume() {}

  @Override
  public int requestThreads() {
    return 10;
  }
}
