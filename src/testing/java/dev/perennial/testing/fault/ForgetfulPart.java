package dev.perennial.testing.fault;

import dev.perennial.agent.duplex.MovablePart;
import java.time.Duration;

/** {@link Fault#LOST_PART}: takes another server's state over in word only. */
final class ForgetfulPart implements MovablePart {
  private final MovablePart part;

  ForgetfulPart(MovablePart part) {
    this.part = part;
  }

  @Override
  public String name() {
    return part.name();
  }

  @Override
  public void pause(Duration limit) throws PartException {
    part.pause(limit);
  }

  @Override
  public byte[] capture() throws PartException {
    return part.capture();
  }

  @Override
  public void unpause() throws PartException {
    part.unpause();
  }

  @Override
  public void resume(byte[] state) throws PartException {
    part.unpause();
  }
}
