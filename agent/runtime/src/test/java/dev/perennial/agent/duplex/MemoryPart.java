package dev.perennial.agent.duplex;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A part whose state is a string. */
final class MemoryPart implements MovablePart {
  final String name;
  volatile String state;
  volatile boolean paused;
  volatile boolean refuses;

  /** Called when it is to be paused. */
  Runnable pausing = () -> {};

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
  }

  @Override
  public byte[] capture() {
    return state.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void unpause() {
    paused = false;
  }

  @Override
  public void resume(byte[] bytes) throws PartException {
    if (refuses) {
      throw new PartException("it is of another version", new IllegalStateException());
    }
    state = new String(bytes, StandardCharsets.UTF_8);
    paused = false;
  }
}
