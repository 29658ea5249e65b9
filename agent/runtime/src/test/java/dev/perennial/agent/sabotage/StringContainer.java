package dev.perennial.agent.sabotage;

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

/** A container whose sessions are strings, each capture followed by a clock. */
final class StringContainer implements Container {
  final Map<String, String> sessions = new HashMap<>();
  private int clock;

  @Override
  public String description() {
    return "strings";
  }

  @Override
  public List<Listener> listeners() {
    return List.of();
  }

  @Override
  public Set<String> applications() {
    return Set.of();
  }

  @Override
  public String fingerprint() {
    return "";
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
    String text = String.format("%s%08d", state, ++clock);
    return state == null
        ? null
        : new Capture(id, text.getBytes(StandardCharsets.UTF_8), List.of(), Map.of());
  }

  @Override
  public Staged stage(String id, byte[] bytes) {
    return () -> sessions.put(id, new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public void discard(String id) {
    sessions.remove(id);
  }

  @Override
  public Staged detach(String id) {
    String state = sessions.remove(id);
    return () -> sessions.put(id, state);
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
    return 1;
  }
}
