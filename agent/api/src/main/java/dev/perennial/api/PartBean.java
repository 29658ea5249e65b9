package dev.perennial.api;

import java.time.Duration;

/** Shows a part to JMX. */
record PartBean(Part part) implements PartMXBean {
  @Override
  public String getName() {
    return part.name();
  }

  @Override
  public void pause(long limitMillis) throws Exception {
    part.pause(Duration.ofMillis(limitMillis));
  }

  @Override
  public byte[] capture() throws Exception {
    return part.capture();
  }

  @Override
  public void resume(byte[] state) throws Exception {
    part.resume(state);
  }

  @Override
  public void resumeUnchanged() throws Exception {
    part.resumeUnchanged();
  }
}
