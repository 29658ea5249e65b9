package dev.perennial.agent.part;

import java.time.Duration;

/** Something of an application that can be emptied. Thread-safe. */
public final class ClearableHandle {
  private final String name;
  private final BoundedCalls calls;

  ClearableHandle(String name, BoundedCalls calls) {
    this.name = name;
    this.calls = calls;
  }

  /** Returns its name. */
  public String name() {
    return name;
  }

  /** Empties it. */
  public void clear(Duration limit) throws PartException, InterruptedException {
    calls.call(name, "clear", new Object[0], new String[0], limit);
  }
}
