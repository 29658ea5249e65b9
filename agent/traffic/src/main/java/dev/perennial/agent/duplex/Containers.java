package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.container.Elsewhere;
import dev.perennial.agent.container.Listener;
import dev.perennial.agent.container.Staged;
import dev.perennial.agent.log.Suppressed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The containers of this JVM; almost always one. Thread-safe. */
public final class Containers {
  private final CopyOnWriteArrayList<Container> found = new CopyOnWriteArrayList<>();

  /** Adds a container, once. */
  public void add(Container container) {
    found.addIfAbsent(container);
  }

  /** Returns them all. */
  public List<Container> all() {
    return List.copyOf(found);
  }

  /** Returns where they listen, in the order in which their connectors bind. */
  public List<Listener> listeners() {
    return found.stream().flatMap(container -> container.listeners().stream()).toList();
  }

  /** See {@link Container#seeOff}. A container that fails in it is no reason to stop for. */
  void seeOff(Duration spread) {
    each(container -> container.seeOff(spread));
  }

  /** Undoes {@link #seeOff}, as well as it can be. */
  void resume() {
    each(Container::resume);
  }

  private void each(Consumer<Container> action) {
    for (Container container : found) {
      try {
        action.accept(container);
      } catch (RuntimeException | LinkageError e) {
        Suppressed.count(e, "clients");
      }
    }
  }

  /** Returns whether a valid session of that id is in one of them. */
  public boolean hasSession(String id) {
    for (Container container : found) {
      if (container.hasSession(id)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a valid session of that id is in one application; if that is empty, in any. */
  public boolean hasSession(String application, String id) {
    for (Container container : found) {
      if (container.hasSession(application, id)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Has a request served by the container that has the service.
   *
   * @throws RejectedExecutionException if none takes it, and why
   */
  public void deliver(Delivery delivery) {
    RejectedExecutionException refusal = null;
    for (Container container : found) {
      try {
        container.deliver(delivery);
        return;
      } catch (RejectedExecutionException e) {
        refusal = e;
      }
    }
    throw refusal == null
        ? new RejectedExecutionException("no container has been seen here yet")
        : refusal;
  }

  /** Returns what of the applications' state is not where it can be moved from. */
  public List<Elsewhere> elsewhere() {
    return found.stream().flatMap(container -> container.elsewhere().stream()).toList();
  }

  Set<String> sessionIds() {
    Set<String> ids = new TreeSet<>();
    for (Container container : found) {
      ids.addAll(container.sessionIds());
    }
    return ids;
  }

  /** Returns the number of sessions. */
  public long sessions() {
    long sum = 0;
    for (Container container : found) {
      sum += container.sessionIds().size();
    }
    return sum;
  }

  /** See {@link Container#idleMillis}. */
  long idleMillis(String id) {
    for (Container container : found) {
      if (container.hasSession(id)) {
        return container.idleMillis(id);
      }
    }
    return 0;
  }

  @Nullable Capture capture(String id, Map<String, String> leaveOut, Duration limit)
      throws CaptureException {
    for (Container container : found) {
      if (container.hasSession(id)) {
        return container.capture(id, leaveOut, limit);
      }
    }
    return null;
  }

  /** See {@link Container#passivate}. */
  boolean passivate(String id) {
    boolean told = false;
    for (Container container : found) {
      told |= container.passivate(id);
    }
    return told;
  }

  /** See {@link Container#activate}. */
  void activate(String id) {
    found.forEach(container -> container.activate(id));
  }

  Staged stage(String id, byte[] bytes, Duration limit) throws CaptureException {
    return first()
        .orElseThrow(() -> new CaptureException("no container has been seen here yet"))
        .stage(id, bytes, limit);
  }

  /**
   * Takes a session out of its container silently, and returns what puts it back; null if it is not
   * here.
   */
  @Nullable Staged detach(String id) {
    for (Container container : found) {
      if (container.hasSession(id)) {
        return container.detach(id);
      }
    }
    return null;
  }

  /**
   * Moves a session made for it on trial, in each application; nobody sees it.
   *
   * @throws CaptureException with the application and what is wrong, in words
   */
  public void rehearse() throws CaptureException {
    for (Container container : found) {
      container.rehearse();
    }
  }

  /** Returns what must be alike on two servers; empty while no container is known. */
  public String fingerprint() {
    return first().map(Container::fingerprint).orElse("");
  }

  /** Returns how many requests can be worked on at once. */
  public int requestThreads() {
    return found.stream().mapToInt(Container::requestThreads).sum();
  }

  private Optional<Container> first() {
    return found.stream().findFirst();
  }
}
