package dev.perennial.sample.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FaultsTest {
  @Test
  void offUntilSwitchedOn() {
    assertThat(new Faults().rates()).isEmpty();
  }

  @Test
  void unknownKindsAndRatesAreRefusedWithWhatIsAllowed() {
    assertThatThrownBy(() -> FaultKind.of("disk"))
        .hasMessage("kind=disk is no fault; there are: heap, metaspace, direct, threads, files");
    assertThatThrownBy(() -> new Faults().set(FaultKind.HEAP, -1))
        .hasMessage("rate=-1 must be between 0 and 1000000");
  }

  @Test
  void threadsAndClassesLeakAtTheirRateUntilSwitchedOff() {
    Faults faults = new Faults();
    long threads = ManagementFactory.getThreadMXBean().getThreadCount();
    long classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();

    faults.set(FaultKind.THREADS, 50);
    faults.set(FaultKind.METASPACE, 200);

    Awaitility.await()
        .until(() -> ManagementFactory.getThreadMXBean().getThreadCount() >= threads + 10);
    Awaitility.await()
        .until(
            () ->
                ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount()
                    >= classes + 40);
    faults.set(FaultKind.THREADS, 0);
    faults.set(FaultKind.METASPACE, 0);
    assertThat(faults.rates()).containsEntry(FaultKind.THREADS, 0);
  }

  @Test
  void eachKindReallyTakesWhatItIsNamedFor() throws Exception {
    long direct = directBytes();

    Leak buffers = FaultKind.DIRECT.leak();
    try {
      buffers.grow(64);
      FaultKind.HEAP.leak().grow(64);
      FaultKind.FILES.leak().grow(3);

      assertThat(directBytes()).isGreaterThanOrEqualTo(direct + 64 * 1024);
    } finally {
      // Or a collection before that takes them.
      Reference.reachabilityFence(buffers);
    }
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(p -> p.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
