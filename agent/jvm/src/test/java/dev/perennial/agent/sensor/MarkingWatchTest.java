package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** In this JVM, whose collector is G1 unless the build says otherwise. */
final class MarkingWatchTest {
  private static final String INTERVAL = "G1PeriodicGCInterval";

  @SuppressWarnings("UnusedVariable") // It is there to be reached.
  private static volatile Object sink = "";

  private final HotSpotDiagnosticMXBean options =
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

  @Test
  void aMarkingThatIsAskedForIsSeenAndTheOptionIsAsItWas() {
    assumeTrue(young() != null, "another collector than G1");
    List<String> problems = new ArrayList<>();
    String before = options.getVMOption(INTERVAL).getValue();
    MarkingRequest request = new MarkingRequest(options);

    request.begin();
    assertThat(options.getVMOption(INTERVAL).getValue()).isEqualTo("100");
    assertThat(comesToAnEnd(MarkingWatch.ofThisJvm(problems::add))).as("marked").isTrue();
    request.end();

    assertThat(options.getVMOption(INTERVAL).getValue()).isEqualTo(before);
    assertThat(problems).isEmpty();
  }

  /** This JVM may mark its heap at any time, but not at each. */
  @Test
  void aYoungCollectionIsNoMarking() {
    assumeTrue(young() != null, "another collector than G1");
    boolean seen = true;
    for (int tries = 0; tries < 5 && seen; tries++) {
      seen = isTakenForMarking();
    }

    assertThat(seen).as("young collections taken for markings").isFalse();
  }

  private static boolean isTakenForMarking() {
    MarkingWatch watch = MarkingWatch.ofThisJvm(line -> {});
    boolean seen = watch.hasEnded();
    long until = young().getCollectionCount() + 2;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (young().getCollectionCount() < until && System.nanoTime() < deadline) {
      sink = new byte[100_000];
      seen |= watch.hasEnded();
    }
    assertThat(young().getCollectionCount()).isGreaterThanOrEqualTo(until);
    return seen || watch.hasEnded();
  }

  private static boolean comesToAnEnd(MarkingWatch watch) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      if (watch.hasEnded()) {
        return true;
      }
      sink = new byte[1000];
      LockSupport.parkNanos(1_000_000);
    }
    return false;
  }

  private static GarbageCollectorMXBean young() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(c -> c.getName().equals("G1 Young Generation"))
        .findFirst()
        .orElse(null);
  }
}
