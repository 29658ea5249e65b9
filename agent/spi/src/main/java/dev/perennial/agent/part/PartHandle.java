package dev.perennial.agent.part;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A part of an application's state. Each call waits no longer than its limit and throws {@link
 * PartException} with the reason in words; calls reach the part in the order in which they were
 * made. Thread-safe.
 */
public final class PartHandle {
  private static final Object[] NO_ARGUMENTS = {};
  private static final String[] NO_TYPES = {};

  private final String name;
  private final BoundedCalls calls;
  private volatile long lastBytes = -1;

  PartHandle(String name, BoundedCalls calls) {
    this.name = name;
    this.calls = calls;
  }

  /** Returns the part's name. */
  public String name() {
    return name;
  }

  /** Returns the size of the last capture in bytes, negative before the first. */
  public long lastBytes() {
    return lastBytes;
  }

  /**
   * Stops writes. If it fails, {@link #resumeUnchanged} is to be called: it may have paused late.
   */
  public void pause(Duration limit) throws PartException, InterruptedException {
    call("pause", new Object[] {limit.toMillis()}, new String[] {"long"}, limit);
  }

  /** Returns the whole state; final while the part is paused. */
  public byte[] capture(Duration limit) throws PartException, InterruptedException {
    if (call("capture", NO_ARGUMENTS, NO_TYPES, limit) instanceof byte[] state) {
      lastBytes = state.length;
      return state;
    }
    throw new PartException(
        name, "part " + name + " captured nothing: it returned null", false, null);
  }

  /** Takes over state of another server, and runs. */
  public void resume(byte[] state, Duration limit) throws PartException, InterruptedException {
    call("resume", new Object[] {state}, new String[] {byte[].class.getName()}, limit);
  }

  /** Runs on with the state that is here. */
  public void resumeUnchanged(Duration limit) throws PartException, InterruptedException {
    call("resumeUnchanged", NO_ARGUMENTS, NO_TYPES, limit);
  }

  private @Nullable Object call(String operation, Object[] args, String[] types, Duration limit)
      throws PartException, InterruptedException {
    return calls.call(name, operation, args, types, limit);
  }
}
