package dev.perennial.agent.duplex;

import dev.perennial.agent.container.MemoryContainer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A part whose state is a string. */
final class MemoryPart implements MovablePart {
  final String name;
  volatile String state;
  volatile boolean paused;
  volatile boolean refuses;

  /** Called when it is to be paused. */
  volatile Runnable pausing = () -> {};

  /** What to throw, by the name of the method; the part has done what was asked by then. */
  final Map<String, Throwable> failures = new ConcurrentHashMap<>();

  MemoryPart(String name, String state) {
    this.name = name;
    this.state = state;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void pause(Duration limit) {
    pausing.run();
    paused = true;
    fail("pause");
  }

  @Override
  public byte[] capture() {
    fail("capture");
    return state.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void unpause() {
    paused = false;
    fail("unpause");
  }

  /** As the real one: paused first, and still so when the new state is refused. */
  @Override
  public void resume(byte[] bytes) throws PartException {
    paused = true;
    fail("resume");
    if (refuses) {
      throw new PartException("it is of another version", new IllegalStateException());
    }
    state = new String(bytes, StandardCharsets.UTF_8);
    paused = false;
  }

  private void fail(String method) {
    MemoryContainer.<RuntimeException>sneak(failures.get(method));
  }
}
