package dev.perennial.agent.sensor;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.perennial.agent.load.LoadMeter;
import dev.perennial.coordinator.aging.Reading;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * All sensors of this JVM. Registers nothing and starts nothing, so there is nothing to close. A
 * sensor that fails is left out of a round and the others are read. Thread-safe.
 */
public final class Sensors {
  private static final Duration DEADLOCK_PAUSE = Duration.ofSeconds(10);

  private static final Duration MAPPINGS_PAUSE = Duration.ofSeconds(5);

  /** With tens of thousands of them, which it takes 50 ms to count, they are counted each 15 s. */
  private static final long MAPPINGS_SHARE = 1_000;

  private final List<Sensor> sensors;
  private final BiConsumer<Sensor, RuntimeException> failures;

  /**
   * Makes a set of sensors.
   *
   * @param failures told each time a sensor fails; must not throw
   */
  public Sensors(List<? extends Sensor> sensors, BiConsumer<Sensor, RuntimeException> failures) {
    this.sensors = List.copyOf(sensors);
    this.failures = failures;
  }

  /**
   * Makes the sensors of this JVM. The platform's beans are asked for one by one, as asking for the
   * MBean server would start java.util.logging.
   *
   * @param load of its requests
   * @param requestThreads how many requests it can work on at once, not positive while not known
   * @param nanos a clock such as {@link System#nanoTime}
   * @param events what else is known of it
   * @param notice takes a line for whoever runs this server: options that cannot go well
   * @param failures told each time a sensor fails; must not throw
   */
  public static Sensors ofThisJvm(
      LoadMeter load,
      IntSupplier requestThreads,
      LongSupplier nanos,
      JvmEvents events,
      Consumer<String> notice,
      BiConsumer<Sensor, RuntimeException> failures) {
    List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans();
    List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    List<BufferPoolMXBean> buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    HotSpotDiagnosticMXBean diagnostics =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    VmOptions options = VmOptions.of(diagnostics);
    ProcessFiles files = new ProcessFiles(Path.of("/"));
    ContainerMemory container = new ContainerMemory(Path.of("/"));
    LongSupplier heapMax = Runtime.getRuntime()::maxMemory;
    TouchedHeap heap = new TouchedHeap(pools);
    Pauses pauses = new Pauses(collectors);
    BufferSensor direct = BufferSensor.direct(buffers, options.maxDirectBytes(heapMax.getAsLong()));
    Sensor nativeMemory =
        new NativeMemorySensor(
            files, pools, heap, direct, options.heapIsAnonymous(), container::forAllBytes);
    Sensor containerMemory =
        new ContainerMemorySensor(
            container,
            heap,
            heapMax,
            MemoryFit.heapFlag(ManagementFactory.getRuntimeMXBean().getInputArguments()),
            notice,
            nanos);
    return new Sensors(
        List.of(
            new HeapLiveSensor(
                pools, collectors, heapMax, G1Marking.ofThisJvm(diagnostics, nanos, notice)),
            new GcOverheadSensor(pauses, nanos),
            new GcTimeSensor(pauses),
            new MetaspaceSensor(pools),
            new CodeCacheSensor(pools),
            new ClassesSensor(ManagementFactory.getClassLoadingMXBean()),
            direct,
            BufferSensor.mapped(buffers),
            new NettySensor(events.loadedClasses(), nanos),
            rationed(new ThreadsSensor(threads, () -> files.maxThreads().orElse(0)), nanos),
            new RationedSensor(
                new DeadlockSensor(threads),
                DEADLOCK_PAUSE,
                RationedSensor.SHARE,
                nanos,
                RationedSensor.spent(threads, nanos)),
            rationed(new FilesSensor(system), nanos),
            new RationedSensor(
                new MappingsSensor(Path.of("/")),
                MAPPINGS_PAUSE,
                MAPPINGS_SHARE,
                nanos,
                RationedSensor.spent(threads, nanos)),
            rationed(nativeMemory, nanos),
            rationed(containerMemory, nanos),
            new RefusalsSensor(events.refusals(), nanos),
            rationed(new ProcessMemorySensor(files, container::forAllBytes), nanos),
            new UptimeSensor(ManagementFactory.getRuntimeMXBean()),
            LoadSensor.served(load),
            LoadSensor.requests(load, requestThreads),
            LoadSensor.rate(load),
            LoadSensor.latency(load),
            new FailuresSensor(load, nanos),
            new LatencyDriftSensor(load, requestThreads, cpu(system, nanos), nanos),
            cpu(system, nanos)),
        failures);
  }

  private static Sensor rationed(Sensor costly, LongSupplier nanos) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return new RationedSensor(
        costly, Duration.ZERO, RationedSensor.SHARE, nanos, RationedSensor.spent(threads, nanos));
  }

  private static Sensor cpu(OperatingSystemMXBean system, LongSupplier nanos) {
    return new CpuSensor(system, () -> Runtime.getRuntime().availableProcessors(), nanos);
  }

  /** Returns the sensors, in the order in which they are read. */
  public List<Sensor> all() {
    return sensors;
  }

  /** Reads all; what this JVM does not have is left out. */
  public synchronized List<Reading> read() {
    List<Reading> readings = new ArrayList<>(sensors.size());
    for (Sensor sensor : sensors) {
      try {
        sensor.read().ifPresent(readings::add);
      } catch (RuntimeException e) {
        failures.accept(sensor, e);
      }
    }
    return readings;
  }
}
