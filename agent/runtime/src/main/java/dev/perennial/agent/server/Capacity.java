package dev.perennial.agent.server;

import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.load.LoadMeter;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** What this server carries, and has room for. Applications are for the agent's loop alone. */
public final class Capacity {
  private static final long FINGERPRINT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Containers containers;
  private final LoadMeter meter;
  private final LongSupplier stateBytes;
  private final Kept<Set<String>> fingerprint;

  /**
   * @param stateBytes the size of all that would move, as last measured
   * @param nanos monotonic clock
   */
  public Capacity(
      Containers containers, LoadMeter meter, LongSupplier stateBytes, LongSupplier nanos) {
    this.containers = containers;
    this.meter = meter;
    this.stateBytes = stateBytes;
    this.fingerprint = new Kept<>(FINGERPRINT_NANOS, nanos);
  }

  /** Returns whether there is a container here that the agent knows. */
  public boolean hasContainer() {
    return !containers.all().isEmpty();
  }

  /** Returns the part of the request threads that is in use. */
  public double load() {
    return (double) meter.sample().inFlight() / Math.max(1, containers.requestThreads());
  }

  double requestsPerSecond() {
    return meter.sample().requestsPerSecond();
  }

  long sessions() {
    return containers.sessions();
  }

  long stateBytes() {
    return stateBytes.getAsLong();
  }

  /** Returns how many bytes the heap could still take. */
  long headroomBytes() {
    Runtime jvm = Runtime.getRuntime();
    return jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
  }

  /**
   * Returns what tells the applications here from others. The names of all their classes and
   * libraries are read for it, so not at each turn; an offer is compared with a fresh one.
   */
  String fingerprint() {
    Set<String> applications =
        containers.all().stream()
            .flatMap(container -> container.applications().stream())
            .collect(Collectors.toSet());
    return fingerprint.get(applications, containers::fingerprint);
  }
}
