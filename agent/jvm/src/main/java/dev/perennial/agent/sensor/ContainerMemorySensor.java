package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Memory that the kernel charges to the cgroup of this process and cannot take back, against where
 * the kernel kills; nothing outside of limited groups, and not on other systems than Linux. Also
 * tells, once and of a young process, of a heap that cannot fit in: later what is in use besides it
 * may be a leak.
 */
final class ContainerMemorySensor extends NamedSensor {
  private static final long YOUNG_NANOS = Duration.ofMinutes(3).toNanos();

  private final ContainerMemory memory;
  private final TouchedHeap heap;
  private final LongSupplier heapMax;
  private final String heapFlag;
  private final Consumer<String> notice;
  private final HeapShare share = new HeapShare();
  private final LongSupplier nanos;
  private final long bornNanos;
  private boolean told;

  /**
   * Makes a sensor.
   *
   * @param heapMax the largest the heap can be, bytes
   * @param heapFlag the option that says so
   * @param notice takes a line for whoever runs this server
   * @param nanos a clock such as {@link System#nanoTime}
   */
  ContainerMemorySensor(
      ContainerMemory memory,
      TouchedHeap heap,
      LongSupplier heapMax,
      String heapFlag,
      Consumer<String> notice,
      LongSupplier nanos) {
    super("memory.container", "bytes");
    this.memory = memory;
    this.heap = heap;
    this.heapMax = heapMax;
    this.heapFlag = heapFlag;
    this.notice = notice;
    this.nanos = nanos;
    this.bornNanos = nanos.getAsLong();
  }

  @Override
  public Optional<Reading> read() {
    Optional<ContainerMemory.Room> found = memory.read();
    long most = heapMax.getAsLong();
    if (found.isEmpty()) {
      tell(MemoryFit.notice(heapFlag, most, 0, memory.machineBytes(), "this machine"));
      return Optional.empty();
    }
    ContainerMemory.Room room = found.get();
    long touched = heap.bytes();
    long besides = room.used() - Math.min(touched, room.used());
    tell(MemoryFit.notice(heapFlag, most, besides, room.limit(), "the cgroup " + room.group()));
    long bounded = share.advance(room.limit(), room.used(), touched, most);
    return Optional.of(new Reading(name(), room.used(), room.limit(), unit(), bounded));
  }

  private void tell(String line) {
    boolean young = nanos.getAsLong() - bornNanos <= YOUNG_NANOS;
    if (!told && young && !line.isEmpty()) {
      told = true;
      notice.accept(line);
    }
  }
}
