package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.perennial.agent.load.LoadMeter;
import dev.perennial.coordinator.aging.Reading;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("jvm")
final class OtherSensorsTest {
  private final AtomicLong clock = new AtomicLong();

  @Test
  void metaspaceHasTheLimitThatIsSet() {
    FakePool all = FakePool.nonHeap("Metaspace", 500);
    FakePool classes = FakePool.nonHeap("Compressed Class Space", 400);
    all.used = 100;
    classes.used = 20;

    assertThat(new MetaspaceSensor(List.of(all, classes)).read())
        .contains(new Reading("metaspace", 100, 500, "bytes"));
  }

  /** As with thousands of class loaders of one class each: that is how a JVM ends. */
  @Test
  void metaspaceCountsWithWhatIsCommitted() {
    FakePool all = FakePool.nonHeap("Metaspace", 500);
    all.used = 240;
    all.committed = 500;

    assertThat(new MetaspaceSensor(List.of(all)).read())
        .contains(new Reading("metaspace", 500, 500, "bytes"));
  }

  @Test
  void metaspaceWithoutALimitIsReadWhereThereIsOne() {
    FakePool all = FakePool.nonHeap("Metaspace", FakePool.UNDEFINED);
    FakePool classes = FakePool.nonHeap("Compressed Class Space", 400);
    all.used = 100;
    classes.used = 20;

    assertThat(new MetaspaceSensor(List.of(all, classes)).read())
        .contains(new Reading("metaspace", 20, 400, "bytes"));
    assertThat(new MetaspaceSensor(List.of(all)).read())
        .contains(new Reading("metaspace", 100, 0, "bytes"));
  }

  /** Counting them opens a directory: with the last descriptor gone, the JVM throws an error. */
  @Test
  void filesThatCanNoLongerBeCountedAreAllInUse() {
    UnixOperatingSystemMXBean exhausted =
        (UnixOperatingSystemMXBean)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {UnixOperatingSystemMXBean.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("getMaxFileDescriptorCount")) {
                    return 400L;
                  }
                  throw new InternalError("Unable to open directory /proc/self/fd");
                });

    assertThat(new FilesSensor(exhausted).read()).contains(new Reading("files", 400, 400, "files"));
  }

  /** What a JVM says of files that are not limited, of whichever system it is. */
  @ParameterizedTest
  @ValueSource(longs = {-1, 0, Long.MAX_VALUE, Long.MIN_VALUE})
  void filesWithoutALimitHaveNone(long most) {
    UnixOperatingSystemMXBean unlimited =
        (UnixOperatingSystemMXBean)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {UnixOperatingSystemMXBean.class},
                (proxy, method, arguments) ->
                    method.getName().equals("getMaxFileDescriptorCount") ? most : 70L);

    assertThat(new FilesSensor(unlimited).read()).contains(new Reading("files", 70, 0, "files"));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, Long.MAX_VALUE, Long.MIN_VALUE})
  void threadsWithoutALimitHaveNone(long most) {
    assertThat(new ThreadsSensor(ManagementFactory.getThreadMXBean(), () -> most).read())
        .get()
        .extracting(Reading::limit)
        .isEqualTo(0.0);
  }

  @Test
  void aCodeCacheOfWhichOneSegmentHasNoLimitHasNone() {
    FakePool one = FakePool.nonHeap("CodeHeap 'profiled nmethods'", 100);
    FakePool two = FakePool.nonHeap("CodeHeap 'non-nmethods'", FakePool.UNDEFINED);
    one.used = 99;
    two.used = 5;

    assertThat(new CodeCacheSensor(List.of(one, two)).read())
        .contains(new Reading("code.cache", 104, 0, "bytes"));
  }

  @Test
  void theSegmentsOfTheCodeCacheCountTogether() {
    FakePool one = FakePool.nonHeap("CodeHeap 'profiled nmethods'", 100);
    FakePool two = FakePool.nonHeap("CodeHeap 'non-nmethods'", 10);
    one.used = 30;
    two.used = 4;

    assertThat(new CodeCacheSensor(List.of(one, two)).read())
        .contains(new Reading("code.cache", 34, 110, "bytes"));
  }

  @Test
  void directBuffersHaveTheHeapsLimitUnlessOneIsSet() {
    VmOptions unset = new VmOptions(Map.of("MaxDirectMemorySize", "0")::get);
    VmOptions set = new VmOptions(Map.of("MaxDirectMemorySize", "777")::get);

    assertThat(unset.maxDirectBytes(1000)).isEqualTo(1000);
    assertThat(set.maxDirectBytes(1000)).isEqualTo(777);
    assertThat(new VmOptions(name -> null).maxDirectBytes(1000)).isEqualTo(1000);
  }

  @Test
  void anOptionThatThisJvmDoesNotHaveIsOff() {
    VmOptions options =
        VmOptions.of(
            ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class));

    assertThat(options.isOn("NoSuchOptionAnywhere")).isFalse();
  }

  @Test
  void aCostlySensorIsReadSeldomAndItsLastValueRepeated() {
    AtomicInteger reads = new AtomicInteger();
    Sensor costly =
        new NamedSensor("files", "files") {
          @Override
          public Optional<Reading> read() {
            clock.addAndGet(2_000_000);
            return reading(reads.incrementAndGet(), NO_LIMIT);
          }
        };
    RationedSensor sensor =
        new RationedSensor(costly, Duration.ofSeconds(1), 5_000, clock::get, clock::get);

    sensor.read();
    clock.addAndGet(9_000_000_000L);
    assertThat(sensor.read().orElseThrow().value()).isEqualTo(1);
    clock.addAndGet(1_000_000_000L);
    assertThat(sensor.read().orElseThrow().value()).isEqualTo(2);
  }

  /** What is repeated for long looks like growth that has stopped. */
  @ParameterizedTest(name = "took {0} ms: again after {1} s")
  @CsvSource({"10, 10", "60, 15", "150, 15", "1000, 100"})
  void howeverLongItTookAValueIsNotRepeatedForLong(long tookMillis, long againSeconds) {
    AtomicInteger reads = new AtomicInteger();
    Sensor costly =
        new NamedSensor("costly", "reads") {
          @Override
          public Optional<Reading> read() {
            clock.addAndGet(tookMillis * 1_000_000);
            return reading(reads.incrementAndGet(), NO_LIMIT);
          }
        };
    RationedSensor sensor =
        new RationedSensor(costly, Duration.ofSeconds(5), 1000, clock::get, clock::get);
    long begin = clock.get();

    sensor.read();

    clock.set(begin + againSeconds * 1_000_000_000 - 1);
    assertThat(sensor.read().orElseThrow().value()).isEqualTo(1);
    clock.set(begin + againSeconds * 1_000_000_000);
    assertThat(sensor.read().orElseThrow().value()).isEqualTo(2);
  }

  @Test
  void waitingForAProcessorCostsNothing() {
    AtomicInteger reads = new AtomicInteger();
    AtomicLong spent = new AtomicLong();
    Sensor costly =
        new NamedSensor("costly", "reads") {
          @Override
          public Optional<Reading> read() {
            clock.addAndGet(500_000_000);
            spent.addAndGet(1_000_000);
            return reading(reads.incrementAndGet(), NO_LIMIT);
          }
        };
    RationedSensor sensor =
        new RationedSensor(costly, Duration.ZERO, 5_000, clock::get, spent::get);
    long begin = clock.get();

    sensor.read();

    clock.set(begin + 5_000_000_000L);
    assertThat(sensor.read().orElseThrow().value()).isEqualTo(2);
  }

  @Test
  void theProcessorTimeOfTheThreadIsWhatIsSpent() {
    LongSupplier spent =
        RationedSensor.spent(ManagementFactory.getThreadMXBean(), () -> Long.MIN_VALUE);

    long before = spent.getAsLong();
    long until = System.nanoTime() + 200_000_000;
    long looks = 0;
    while (System.nanoTime() - until < 0) {
      LockSupport.parkNanos(50_000_000);
      looks++;
    }

    assertThat(looks).isPositive();
    assertThat(spent.getAsLong() - before).isBetween(1L, 100_000_000L);
  }

  @Test
  void cpuIsAShareOfTheProcessors() {
    CpuSensor sensor =
        new CpuSensor(ManagementFactory.getOperatingSystemMXBean(), () -> 4, clock::get);
    clock.addAndGet(1_000_000_000L);

    assertThat(sensor.read().orElseThrow().value()).isBetween(0.0, 1.0);
    assertThat(sensor.read()).as("no time has passed").isEmpty();
  }

  @Test
  void latencyIsUnknownWhileThereAreNoRequests() {
    LoadMeter meter = new LoadMeter(clock::get);
    assertThat(LoadSensor.latency(meter).read()).isEmpty();

    meter.started();
    meter.ended(30_000_000);
    clock.addAndGet(1_000_000_000L);

    assertThat(LoadSensor.latency(meter).read().orElseThrow().value())
        .isCloseTo(0.030, within(0.001));
    assertThat(LoadSensor.rate(meter).read().orElseThrow().value()).isEqualTo(1);
    assertThat(LoadSensor.requests(meter, () -> 200).read())
        .contains(new Reading("load.requests", 0, 200, "requests"));
  }

  @Test
  void aSensorThatFailsDoesNotHideTheOthers() {
    Sensor bad =
        new NamedSensor("bad", "bytes") {
          @Override
          public Optional<Reading> read() {
            throw new IllegalStateException("broken");
          }
        };
    AtomicInteger failures = new AtomicInteger();
    Sensors sensors =
        new Sensors(
            List.of(bad, new UptimeSensor(ManagementFactory.getRuntimeMXBean())),
            (sensor, e) -> failures.incrementAndGet());

    assertThat(sensors.read()).extracting(Reading::indicator).containsExactly("uptime");
    assertThat(failures).hasValue(1);
  }

  @Test
  void responseTimeDriftsFromTheYoungServersAtTheSameLoad() {
    LoadMeter meter = new LoadMeter(clock::get);
    LatencyDriftSensor sensor =
        new LatencyDriftSensor(
            meter, () -> 200, new CpuSensor(null, () -> 1, clock::get), clock::get);
    Optional<Reading> early = Optional.empty();
    Optional<Reading> young = Optional.empty();
    Optional<Reading> old = Optional.empty();
    for (int second = 0; second < 3 * 3600; second++) {
      long took = second < 2 * 3600 ? 10_000_000 : 30_000_000;
      for (int request = 0; request < 20; request++) {
        meter.started();
        meter.ended(took);
      }
      clock.addAndGet(1_000_000_000);
      old = sensor.read();
      early = second == 500 ? old : early;
      young = second == 3600 ? old : young;
    }

    assertThat(early).isEmpty();
    assertThat(young).contains(new Reading("latency.drift", 1, 0, "factor"));
    assertThat(old.orElseThrow().value()).isCloseTo(3, within(0.1));
  }
}
