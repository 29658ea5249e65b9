package dev.perennial.agent.container;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A container whose sessions are strings, each capture followed by a clock. */
public final class MemoryContainer implements Container {
  public final Map<String, String> sessions = new ConcurrentHashMap<>();
  public String fingerprint = "shop 1";
  public List<Listener> listeners = List.of();

  private final AtomicInteger clock = new AtomicInteger();

  /** What was ever built here, as "id=state". */
  public final Set<String> staged = ConcurrentHashMap.newKeySet();

  /** Ids that cannot be read here. */
  public final Set<String> unreadable = ConcurrentHashMap.newKeySet();

  @Override
  public String description() {
    return "memory";
  }

  @Override
  public List<Listener> listeners() {
    return listeners;
  }

  @Override
  public Set<String> applications() {
    return Set.of("localhost/shop");
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public Set<String> sessionIds() {
    return Set.copyOf(sessions.keySet());
  }

  @Override
  public boolean hasSession(String id) {
    return sessions.containsKey(id);
  }

  /** What to throw instead of a capture, by id. */
  public final Map<String, Throwable> capturing = new ConcurrentHashMap<>();

  /** What to throw instead of building a session, by id. */
  public final Map<String, Throwable> staging = new ConcurrentHashMap<>();

  /** What to throw instead of putting a session in place, by id. */
  public final Map<String, Throwable> publishing = new ConcurrentHashMap<>();

  /** Throws it, whatever it is; code compiled from other languages may do so too. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public static <T extends Throwable> void sneak(@Nullable Throwable failure) throws T {
    if (failure != null) {
      throw (T) failure;
    }
  }

  @Override
  public @Nullable Capture capture(String id) {
    MemoryContainer.<RuntimeException>sneak(capturing.get(id));
    String state = sessions.get(id);
    String text = String.format(Locale.ROOT, "%s%08d", state, clock.incrementAndGet());
    return state == null
        ? null
        : new Capture(id, text.getBytes(StandardCharsets.UTF_8), List.of(), Map.of());
  }

  @Override
  public Staged stage(String id, byte[] bytes) throws CaptureException {
    MemoryContainer.<RuntimeException>sneak(staging.get(id));
    if (unreadable.contains(id)) {
      throw new CaptureException("class Cart is not known here");
    }
    String state = new String(bytes, 0, bytes.length - Capture.CLOCK_BYTES, StandardCharsets.UTF_8);
    staged.add(id + "=" + state);
    return () -> {
      MemoryContainer.<RuntimeException>sneak(publishing.get(id));
      sessions.put(id, state);
    };
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
