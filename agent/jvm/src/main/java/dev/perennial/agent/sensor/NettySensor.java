package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Direct buffers of Netty, which takes them past the JDK and keeps a counter and a limit of its
 * own: at that limit every request fails, and the JDK's figures show nothing. Where there are
 * several copies of Netty it is the one that is nearest to its limit.
 */
final class NettySensor extends NamedSensor {
  /** To look through all classes takes milliseconds. */
  private static final long LOOK_NANOS = Duration.ofSeconds(30).toNanos();

  private static final long SHARE = 5_000;

  /** However long it took: the first look of a young JVM on a busy machine may take 100 ms. */
  private static final long LONGEST_NANOS = Duration.ofSeconds(60).toNanos();

  private final Supplier<Class<?>[]> loaded;
  private final LongSupplier nanos;
  private final NettyCopies copies = new NettyCopies();
  private long nextLook;

  /**
   * Makes a sensor.
   *
   * @param loaded gives all classes of this JVM
   */
  NettySensor(Supplier<Class<?>[]> loaded, LongSupplier nanos) {
    super("buffers.netty", "bytes");
    this.loaded = loaded;
    this.nanos = nanos;
    this.nextLook = nanos.getAsLong();
  }

  @Override
  public Optional<Reading> read() {
    long begin = nanos.getAsLong();
    if (begin - nextLook >= 0) {
      copies.look(loaded.get());
      long pause = Math.min(LONGEST_NANOS, (nanos.getAsLong() - begin) * SHARE);
      nextLook = begin + Math.max(LOOK_NANOS, pause);
    }
    return copies.fullest().map(use -> new Reading(name(), use.used(), use.limit(), unit()));
  }
}
