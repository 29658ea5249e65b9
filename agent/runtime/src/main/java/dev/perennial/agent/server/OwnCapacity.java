package dev.perennial.agent.server;

import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.load.LoadMeter;
import dev.perennial.coordinator.roster.Report;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** What this server has to hand over, and what it could take. For the agent's loop alone. */
public final class OwnCapacity {
  private static final long FINGERPRINT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Containers containers;
  private final LoadMeter meter;
  private final LongSupplier stateBytes;
  private final Kept<Set<String>> fingerprint;

  /**
   * @param stateBytes the size of all that would move, as last measured
   * @param nanos monotonic clock
   */
  public OwnCapacity(
      Containers containers, LoadMeter meter, LongSupplier stateBytes, LongSupplier nanos) {
    this.containers = containers;
    this.meter = meter;
    this.stateBytes = stateBytes;
    this.fingerprint = new Kept<>(FINGERPRINT_NANOS, nanos);
  }

  /** Returns the part of the request threads that is in use. */
  double load() {
    return (double) meter.sample().inFlight() / Math.max(1, containers.requestThreads());
  }

  /**
   * Returns it as it is now.
   *
   * @param load part of the request threads that is in use
   */
  Report.Capacity report(double load) {
    return new Report.Capacity(
        !containers.all().isEmpty(),
        fingerprint(),
        containers.sessions(),
        stateBytes.getAsLong(),
        headroomBytes(),
        load,
        meter.sample().requestsPerSecond());
  }

  /** Returns the heap that this JVM could still take. Garbage counts as taken. */
  public static long headroomBytes() {
    Runtime jvm = Runtime.getRuntime();
    return jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
  }

  /**
   * Returns what tells the applications here from others. The names of all their classes and
   * libraries are read for it, so not at each turn; an offer is compared with a fresh one.
   */
  private String fingerprint() {
    Set<String> applications =
        containers.all().stream()
            .flatMap(container -> container.applications().stream())
            .collect(Collectors.toSet());
    return fingerprint.get(applications, containers::fingerprint);
  }
}
