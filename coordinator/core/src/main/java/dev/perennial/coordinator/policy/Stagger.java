package dev.perennial.coordinator.policy;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Servers that were started together must not come of age together. Pure. */
public final class Stagger {
  /** So much earlier than the others a server may be, as part of its time. */
  private static final double SPREAD = 0.1;

  private Stagger() {}

  /**
   * Returns a server's own share of a running time that all are given: between nine tenths and the
   * whole of it, the same in each life.
   *
   * @param seconds given to all, the most that any of them gets
   */
  public static double share(String server, double seconds) {
    CRC32 hash = new CRC32();
    hash.update(server.getBytes(StandardCharsets.UTF_8));
    // Names that differ in their last letter alone are the rule; their checksums differ in few
    // bits.
    long mixed = (hash.getValue() * 0x9E3779B97F4A7C15L) >>> 11;
    return seconds * (1 - SPREAD * mixed / (1L << 53));
  }
}
