package dev.perennial.agent.interleave.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.interleave.Interleavings;
import dev.perennial.agent.interleave.Scenario;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Known faults are found, and what is right holds. */
@Timeout(60)
@ResourceLock(Interleavings.ONE_AT_A_TIME)
final class InterleavingsTest {
  @Test
  void twoThreadsOfOneStepEachHaveTwoOrders() throws Exception {
    Interleavings.Result result = Interleavings.of(OneStep.class, 0).explore();

    result.assertHolds();
    assertThat(result.runs()).isEqualTo(2);
  }

  static class OneStep implements Scenario {
    volatile int value;

    @Override
    public Map<String, Runnable> threads() {
      return Map.of("one", () -> value = 1, "two", () -> value = 2);
    }

    @Override
    public void check() {
      assertThat(value).isBetween(1, 2);
    }
  }

  @ParameterizedTest(name = "{0} interruptions")
  @ValueSource(ints = {0, 1, 2})
  void anUpdateIsLostWhereAThreadIsInterruptedBetweenReadAndWrite(int preemptions)
      throws Exception {
    Interleavings.Result result = Interleavings.of(LostUpdate.class, preemptions).explore();

    assertThat(result.failure() != null).isEqualTo(preemptions > 0);
  }

  static class LostUpdate extends OneStep {
    @Override
    public Map<String, Runnable> threads() {
      return Map.of("one", this::increment, "two", this::increment);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void increment() {
      value++;
    }

    @Override
    public void check() {
      assertThat(value).isEqualTo(2);
    }
  }

  @Test
  void noUpdateIsLostUnderALock() throws Exception {
    Interleavings.of(Locked.class, 3).explore().assertHolds();
  }

  static final class Locked extends LostUpdate {
    @Override
    synchronized void increment() {
      super.increment();
    }
  }

  @Test
  void eachFailureTellsTheOrderThatLedThere() throws Exception {
    Interleavings.Result result = Interleavings.of(Deadlock.class, 1).explore();

    assertThat(result.failure()).hasMessageContaining("each thread waits for another one");
    assertThat(result.account()).anyMatch(line -> line.contains("one stops before"));
  }

  static final class Deadlock implements Scenario {
    private final Object first = new Object();
    private final Object second = new Object();
    private final AtomicInteger done = new AtomicInteger();

    @Override
    public Map<String, Runnable> threads() {
      return Map.of("one", () -> both(first, second), "two", () -> both(second, first));
    }

    private void both(Object outer, Object inner) {
      synchronized (outer) {
        synchronized (inner) {
          done.incrementAndGet();
        }
      }
    }

    @Override
    public void check() {
      assertThat(done).hasValue(2);
    }
  }

  @Test
  void whoWaitsIsWokenOrItsTimePasses() throws Exception {
    Interleavings.of(Waiting.class, 2).explore().assertHolds();
  }

  static final class Waiting implements Scenario {
    private final CountDownLatch latch = new CountDownLatch(1);
    private boolean said;
    private long waitedNanos;

    @Override
    public Map<String, Runnable> threads() {
      return Map.of("says", this::say, "hears", this::hear, "latch", this::open);
    }

    private synchronized void say() {
      said = true;
      notifyAll();
    }

    private synchronized void hear() {
      try {
        while (!said) {
          wait(1_000);
        }
        long began = System.nanoTime();
        TimeUnit.HOURS.sleep(1);
        waitedNanos = System.nanoTime() - began;
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private void open() {
      latch.countDown();
    }

    @Override
    public void check() {
      assertThat(waitedNanos).isGreaterThanOrEqualTo(TimeUnit.HOURS.toNanos(1));
    }
  }

  @Test
  void whatNeverEndsIsSaid() throws Exception {
    Interleavings.Result result = Interleavings.of(Spinning.class, 0).explore();

    assertThat(result.failure()).hasMessageContaining("no end after");
  }

  static final class Spinning extends OneStep {
    @Override
    public Map<String, Runnable> threads() {
      return Map.of("one", this::spin, "two", () -> value = 2);
    }

    private void spin() {
      while (value == 0) {
        Thread.onSpinWait();
      }
    }
  }
}
