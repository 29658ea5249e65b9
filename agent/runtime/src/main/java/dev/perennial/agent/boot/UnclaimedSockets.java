package dev.perennial.agent.boot;

import dev.perennial.agent.restart.InheritedSockets;
import dev.perennial.agent.restart.ListenAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Closes the sockets that the life before has kept for this one and that nobody binds, as of a
 * connector that is configured no more: who connects there is then refused, instead of waiting for
 * nobody. That is some time after the container listens, as one JVM may have several; at the latest
 * after a limit. For one thread.
 */
final class UnclaimedSockets {
  /**
   * So long after the last bind, or after the container was seen to listen, no other is expected.
   */
  static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Kept kept;
  private final BooleanSupplier listens;
  private final long limitNanos;
  private final LongSupplier nanos;
  private final Consumer<String> warn;
  private final long begunNanos;
  private long quietSinceNanos;
  private int claimedBefore;
  private boolean over;

  /**
   * The sockets.
   *
   * @param claimed how many were given to the application so far
   * @param close closes the others, and returns where they were
   */
  record Kept(IntSupplier claimed, Supplier<List<ListenAddress>> close) {
    static Kept of(InheritedSockets sockets) {
      return new Kept(sockets::claimed, sockets::closeUnclaimed);
    }
  }

  /**
   * @param listens whether a connector of a container is open
   * @param limitNanos after which they are closed in any case
   * @param nanos a clock such as {@link System#nanoTime}
   * @param warn takes one line if some were bound by nobody
   */
  UnclaimedSockets(
      Kept kept,
      BooleanSupplier listens,
      long limitNanos,
      LongSupplier nanos,
      Consumer<String> warn) {
    this.kept = kept;
    this.listens = listens;
    this.limitNanos = limitNanos;
    this.nanos = nanos;
    this.warn = warn;
    begunNanos = nanos.getAsLong();
    quietSinceNanos = begunNanos;
  }

  /** Looks once; does nothing any more when they are closed. */
  void look() {
    if (over) {
      return;
    }
    long now = nanos.getAsLong();
    int claimed = kept.claimed().getAsInt();
    if (claimed != claimedBefore || !listens.getAsBoolean()) {
      claimedBefore = claimed;
      quietSinceNanos = now;
    }
    if (now - quietSinceNanos >= QUIET_NANOS || now - begunNanos >= limitNanos) {
      over = true;
      tell(kept.close().get());
    }
  }

  private void tell(List<ListenAddress> unclaimed) {
    if (!unclaimed.isEmpty()) {
      warn.accept(
          unclaimed.stream()
              .map(ListenAddress::text)
              .sorted()
              .collect(
                  Collectors.joining(
                      ", ",
                      "nobody has bound what the life before listened at: ",
                      "; it is closed now, and who connects there is refused")));
    }
  }
}
