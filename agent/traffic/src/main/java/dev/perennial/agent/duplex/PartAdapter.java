package dev.perennial.agent.duplex;

import dev.perennial.agent.part.PartHandle;
import java.time.Duration;

/** A part that the application has registered, as the duplexing moves it. Thread-safe. */
public final class PartAdapter implements MovablePart {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final PartHandle part;

  public PartAdapter(PartHandle part) {
    this.part = part;
  }

  @Override
  public String name() {
    return part.name();
  }

  @Override
  public void pause(Duration limit) throws MovablePart.PartException {
    call(() -> part.pause(limit));
  }

  @Override
  public byte[] capture() throws MovablePart.PartException {
    byte[][] state = new byte[1][];
    call(() -> state[0] = part.capture(LIMIT));
    return state[0];
  }

  @Override
  public void unpause() throws MovablePart.PartException {
    call(() -> part.resumeUnchanged(LIMIT));
  }

  @Override
  public void resume(byte[] state) throws MovablePart.PartException {
    call(
        () -> {
          part.pause(LIMIT);
          part.resume(state, LIMIT);
        });
  }

  private interface Call {
    void run() throws dev.perennial.agent.part.PartException, InterruptedException;
  }

  private static void call(Call call) throws MovablePart.PartException {
    try {
      call.run();
    } catch (dev.perennial.agent.part.PartException e) {
      throw new MovablePart.PartException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MovablePart.PartException("interrupted", e);
    }
  }
}
