package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Staged;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.transfer.Digest;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.StateBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What can move, sessions and parts alike, by the names that the protocol gives them. Thread-safe.
 */
public final class Inventory {
  /** The application's own code may take so long to build a session. */
  private static final Duration BUILD_LIMIT = Duration.ofSeconds(4);

  private static final long ACTIVATION_MILLIS = 5_000;

  private final Containers containers;
  private final Supplier<List<MovablePart>> parts;

  /** Parts that this server has paused and nothing has resumed since. */
  private final Map<String, MovablePart> paused = new ConcurrentHashMap<>();

  /** Sessions whose application was told that they leave, and that have not left. */
  private final Set<ItemId> passivated = ConcurrentHashMap.newKeySet();

  public Inventory(Containers containers, Supplier<List<MovablePart>> parts) {
    this.containers = containers;
    this.parts = parts;
  }

  Set<ItemId> sessions() {
    Set<ItemId> ids = new TreeSet<>();
    containers.sessionIds().forEach(id -> ids.add(ItemId.session(id)));
    return ids;
  }

  List<MovablePart> parts() {
    return parts.get();
  }

  boolean hasSession(ItemId id) {
    return id.kind() == ItemId.Kind.SESSION && containers.hasSession(id.name());
  }

  /** Returns for how long a session was not used, in milliseconds. */
  long idleMillis(ItemId id) {
    return containers.idleMillis(id.name());
  }

  /**
   * Returns the state as it is, or null if there is no such session; of a part, while paused.
   *
   * @param leaveOut attributes not to write, by {@link Capture.Left#part}, and why
   * @param limit how long the application's own code may take
   * @throws CaptureException whatever the application threw
   */
  @Nullable Snapshot capture(ItemId id, Map<String, String> leaveOut, Duration limit)
      throws CaptureException {
    try {
      return snapshot(id, leaveOut, limit);
    } catch (Throwable e) {
      throw CaptureException.of(id + " cannot be captured", e);
    }
  }

  private @Nullable Snapshot snapshot(ItemId id, Map<String, String> leaveOut, Duration limit)
      throws CaptureException {
    if (id.kind() == ItemId.Kind.PART) {
      byte[] bytes = onPart(id, MovablePart::capture);
      return new Snapshot(Digest.of(bytes, bytes.length), new StateBytes(bytes), List.of());
    }
    Capture capture = containers.capture(id.name(), leaveOut, limit);
    if (capture == null) {
      return null;
    }
    byte[] bytes = capture.bytes();
    int length = Math.max(0, bytes.length - Capture.CLOCK_BYTES);
    return new Snapshot(Digest.of(bytes, length), new StateBytes(bytes), capture.left());
  }

  /**
   * Has the application save what it keeps in a session that is about to leave, before its last
   * capture; once, however often that is tried. Throws nothing.
   *
   * @return whether the session may have changed by that
   */
  boolean passivate(ItemId id) {
    if (id.kind() != ItemId.Kind.SESSION) {
      return false;
    }
    try {
      boolean told = containers.passivate(id.name());
      if (told) {
        passivated.add(id);
      }
      return told;
    } catch (RuntimeException | Error e) {
      Suppressed.count(e, "passivating a session");
      return true;
    }
  }

  /** A session that was passivated does not leave after all. Throws nothing. */
  void activate(ItemId id) {
    if (passivated.remove(id)) {
      try {
        containers.activate(id.name());
      } catch (RuntimeException | Error e) {
        Suppressed.count(e, "activating a session");
      }
    }
  }

  /**
   * As {@link #activate}, for each session that is still here. Waits for the application, but not
   * for ever: requests wait meanwhile.
   */
  void activateAll() {
    if (passivated.isEmpty()) {
      return;
    }
    Thread thread =
        new Thread(null, () -> passivated.forEach(this::activate), "perennial-activate", 0, false);
    thread.setDaemon(true);
    try {
      thread.start();
      thread.join(ACTIVATION_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (OutOfMemoryError e) {
      // No thread to be had.
      passivated.forEach(this::activate);
    }
  }

  /**
   * Makes an item of its bytes, visible to nobody until it is published.
   *
   * @throws CaptureException whatever the application threw
   */
  Staged build(ItemId id, StateBytes bytes) throws CaptureException {
    try {
      if (id.kind() == ItemId.Kind.SESSION) {
        return containers.stage(id.name(), bytes.array(), BUILD_LIMIT);
      }
    } catch (Throwable e) {
      throw CaptureException.of(id + " cannot be built", e);
    }
    MovablePart part = part(id);
    return () -> resume(part, bytes);
  }

  private void resume(MovablePart part, StateBytes bytes) throws CaptureException {
    ItemId id = ItemId.part(part.name());
    try {
      onPart(
          id,
          p -> {
            p.resume(bytes.array());
            return p;
          });
    } catch (CaptureException e) {
      if (!paused.containsKey(part.name())) {
        // Nothing of it has gone elsewhere: it was paused for the new state alone.
        unpause(part).ifPresent(why -> e.addSuppressed(new CaptureException(why)));
      }
      throw e;
    }
    paused.remove(part.name());
  }

  /**
   * Takes an item away silently; returns what puts it back as it was. A part stays where it is,
   * paused.
   */
  Staged detach(ItemId id) {
    passivated.remove(id);
    try {
      Staged kept = id.kind() == ItemId.Kind.SESSION ? containers.detach(id.name()) : null;
      return kept == null ? () -> {} : kept;
    } catch (RuntimeException | Error e) {
      // It is there still, and served elsewhere: nothing is to be done to put it back.
      Suppressed.count(e, "taking " + id.kind() + " out of its container");
      return () -> {};
    }
  }

  void pause(MovablePart part, Duration limit) throws MovablePart.PartException {
    // Noted first: a pause that fails half-way is to be undone as well. And again, should another
    // thread have let all go on meanwhile.
    paused.put(part.name(), part);
    try {
      call(
          part,
          p -> {
            p.pause(limit);
            return p;
          });
    } finally {
      paused.put(part.name(), part);
    }
  }

  /** Lets the writes of all parts that are still paused go on, with the state that they have. */
  List<String> unpauseAll() {
    List<String> failed = new ArrayList<>();
    paused.forEach(
        (name, part) -> {
          paused.remove(name);
          unpause(part).ifPresent(failed::add);
        });
    return failed;
  }

  /** Returns why it stays paused; empty if it does not. */
  private static Optional<String> unpause(MovablePart part) {
    try {
      call(
          part,
          p -> {
            p.unpause();
            return p;
          });
      return Optional.empty();
    } catch (MovablePart.PartException e) {
      return Optional.of("part " + part.name() + " stays paused: " + e.getMessage());
    }
  }

  private MovablePart part(ItemId id) throws CaptureException {
    for (MovablePart part : parts.get()) {
      if (part.name().equals(id.name())) {
        return part;
      }
    }
    throw new CaptureException(id + " is not registered here");
  }

  private interface OnPart<T> {
    T apply(MovablePart part) throws MovablePart.PartException;
  }

  private <T> T onPart(ItemId id, OnPart<T> call) throws CaptureException {
    try {
      return call(part(id), call);
    } catch (MovablePart.PartException e) {
      throw new CaptureException(id + ": " + e.getMessage(), e);
    }
  }

  /** Whatever a part ends with, it has failed. */
  private static <T> T call(MovablePart part, OnPart<T> call) throws MovablePart.PartException {
    try {
      return call.apply(part);
    } catch (MovablePart.PartException e) {
      throw e;
    } catch (Throwable e) {
      CaptureException failed = CaptureException.of("part " + part.name() + " failed", e);
      throw new MovablePart.PartException(failed.getMessage(), e);
    }
  }
}
