package dev.perennial.agent.container;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A container whose sessions are strings, each capture followed by a clock. */
public final class MemoryContainer implements Container {
  public final Map<String, String> sessions = new ConcurrentHashMap<>();
  public String fingerprint = "shop 1";
  public List<Listener> listeners = List.of();

  /** What is done with a request that came in elsewhere. */
  public Consumer<Delivery> serving =
      delivery -> {
        throw new RejectedExecutionException("memory serves no requests");
      };

  /** What clients were told. */
  public final List<String> clients = new CopyOnWriteArrayList<>();

  private final AtomicInteger clock = new AtomicInteger();

  /** What was ever built here, as "id=state". */
  public final Set<String> staged = ConcurrentHashMap.newKeySet();

  /** Attributes, as parts of a session's string, that cannot be read here. */
  public final Set<String> unreadableAttributes = ConcurrentHashMap.newKeySet();

  /** Ids that cannot be read here. */
  public final Set<String> unreadable = ConcurrentHashMap.newKeySet();

  @Override
  public void deliver(Delivery delivery) {
    serving.accept(delivery);
  }

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

  /** State that cannot be moved. */
  public List<Elsewhere> elsewhere = List.of();

  @Override
  public List<Elsewhere> elsewhere() {
    return elsewhere;
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

  /** The only application that has a session, by id; without it, every one has. */
  public final Map<String, String> applicationOf = new ConcurrentHashMap<>();

  @Override
  public boolean hasSession(String application, String id) {
    String own = applicationOf.getOrDefault(id, application);
    return hasSession(id) && (application.isEmpty() || application.equals(own));
  }

  /** For how long sessions were not used, by id. */
  public final Map<String, Long> idle = new ConcurrentHashMap<>();

  @Override
  public boolean tellsOfNewSessions() {
    return true;
  }

  @Override
  public long idleMillis(String id) {
    return idle.getOrDefault(id, 0L);
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
  public @Nullable Capture capture(String id, Map<String, String> leaveOut, Duration limit) {
    MemoryContainer.<RuntimeException>sneak(capturing.get(id));
    String state = sessions.get(id);
    if (state == null) {
      return null;
    }
    List<Capture.Left> left = new ArrayList<>();
    for (Map.Entry<String, String> out : leaveOut.entrySet()) {
      String attribute = out.getKey().substring(out.getKey().indexOf('\n') + 1);
      if (state.contains(attribute)) {
        state = state.replace(attribute, "");
        left.add(
            new Capture.Left(
                "localhost/shop", attribute, "String", out.getValue(), Capture.Cause.FAILED));
      }
    }
    String text = String.format(Locale.ROOT, "%s%08d", state, clock.incrementAndGet());
    return new Capture(id, text.getBytes(StandardCharsets.UTF_8), List.copyOf(left), Map.of());
  }

  /** Ids whose application wants to be told, and saves itself by "(saved)". */
  public final Set<String> listening = ConcurrentHashMap.newKeySet();

  /** What the application was told, as "passivate id". */
  public final List<String> told = new CopyOnWriteArrayList<>();

  private final Set<String> passivated = ConcurrentHashMap.newKeySet();

  @Override
  public boolean passivate(String id) {
    if (!listening.contains(id) || !hasSession(id)) {
      return false;
    }
    if (passivated.add(id)) {
      told.add("passivate " + id);
      sessions.computeIfPresent(id, (same, state) -> state + "(saved)");
    }
    return true;
  }

  @Override
  public void activate(String id) {
    if (passivated.remove(id)) {
      told.add("activate " + id);
      sessions.computeIfPresent(id, (same, state) -> state.replace("(saved)", ""));
    }
  }

  @Override
  public String kind(String id) {
    return sessions.containsKey(id) ? "localhost/shop[java.lang.String]" : "";
  }

  @Override
  public Staged stage(String id, byte[] bytes, Duration limit) throws CaptureException {
    MemoryContainer.<RuntimeException>sneak(staging.get(id));
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (String attribute : unreadableAttributes) {
      if (text.contains(attribute)) {
        throw CaptureException.ofPart(
            Capture.Left.part("localhost/shop", attribute),
            "class " + attribute + " is not known here",
            new ClassNotFoundException(attribute));
      }
    }
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
    return () -> {
      sessions.put(id, String.valueOf(state));
      activate(id);
    };
  }

  @Override
  public void expire(String id) {
    sessions.remove(id);
  }

  @Override
  public void rest(int trafficClass) {
    // It accepts nothing.
  }

  @Override
  public int quiesce(Duration limit) {
    return 0;
  }

  @Override
  public void seeOff(Duration spread) {
    clients.add("seen off within " + spread);
  }

  @Override
  public void spareSockets() {
    // It listens nowhere.
  }

  @Override
  public List<StartFile> startFiles() {
    return List.of();
  }

  @Override
  public void resume() {
    clients.add("may stay");
  }

  @Override
  public int requestThreads() {
    return 10;
  }
}
