package dev.perennial.sample.fault;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Direct buffers that stay reachable. */
final class DirectLeak implements Leak {
  private static final int KIB = 1024;
  private final List<ByteBuffer> kept = new ArrayList<>();

  @Override
  public void grow(int units) {
    kept.add(ByteBuffer.allocateDirect(units * KIB));
  }
}
