package dev.perennial.agent.servers;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.container.Staged;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what a container reported, as lines. */
final class RecordedEvents implements ContainerEvents {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  final List<String> lines = new CopyOnWriteArrayList<>();
  volatile Container container;

  private final Consumer<String> touched;

  RecordedEvents() {
    this(id -> {});
  }

  /**
   * @param touched is told of sessions that a request has used
   */
  RecordedEvents(Consumer<String> touched) {
    this.touched = touched;
  }

  @Override
  public void found(Container found) {
    container = found;
    lines.add("found");
  }

  @Override
  public void made(String id) {
    lines.add("made " + id);
  }

  @Override
  public void touched(String id) {
    lines.add("touched " + id);
    touched.accept(id);
  }

  @Override
  public void removed(String id) {
    lines.add("removed " + id);
  }

  @Override
  public void renamed(String id, String newId) {
    lines.add("renamed " + id + " " + newId);
  }

  @Override
  public void applicationStarting(Container of, String application) {
    lines.add("starting " + application);
  }

  @Override
  public void stopping(Container of) {
    lines.add("stopping");
  }

  Capture capture(String id) throws CaptureException {
    return container.capture(id, Map.of(), LIMIT);
  }

  Staged stage(String id, byte[] bytes) throws CaptureException {
    return container.stage(id, bytes, LIMIT);
  }
}
