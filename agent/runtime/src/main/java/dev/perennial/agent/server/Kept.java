package dev.perennial.agent.server;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is dear to find out, so not found out at each turn: kept for a while, unless what it
 * was found out of has changed. For one thread.
 *
 * @param <K> what it is found out of
 */
final class Kept<K> {
  private final long nanosKept;
  private final LongSupplier nanos;
  private @Nullable Known<K> known;

  private record Known<K>(K of, String value, long atNanos) {}

  /**
   * @param nanosKept how long it is kept
   * @param nanos monotonic clock
   */
  Kept(long nanosKept, LongSupplier nanos) {
    this.nanosKept = nanosKept;
    this.nanos = nanos;
  }

  /**
   * Returns the value.
   *
   * @param find finds it out, if it must be
   */
  String get(K of, Supplier<String> find) {
    long now = nanos.getAsLong();
    Known<K> last = known;
    if (last == null || !last.of().equals(of) || now - last.atNanos() > nanosKept) {
      last = new Known<>(of, find.get(), now);
      known = last;
    }
    return last.value();
  }
}
