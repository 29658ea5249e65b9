package dev.perennial.agent.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class LoadMeterTest {
  private final AtomicLong clock = new AtomicLong(1);
  private final LoadMeter meter = new LoadMeter(clock::get);

  private void passSeconds(double seconds) {
    clock.addAndGet((long) (seconds * 1e9));
  }

  private void request(long millis) {
    meter.started();
    meter.ended(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void requestsInFlightAreThoseThatStartedAndHaveNotEnded() {
    meter.started();
    meter.started();
    meter.ended(1);

    assertThat(meter.sample().inFlight()).isEqualTo(1);
    assertThat(meter.sample().requests()).isEqualTo(1);
  }

  @Test
  void aRequestMayEndOnAnotherThread() throws InterruptedException {
    meter.started();
    Thread thread = new Thread(() -> meter.ended(5));
    thread.start();
    thread.join();

    assertThat(meter.sample().inFlight()).isZero();
  }

  @Test
  void rateIsTakenOverTheTimeThatHasPassed() {
    for (int second = 0; second < 4; second++) {
      for (int i = 0; i < 50; i++) {
        request(3);
      }
      passSeconds(1);
      meter.sample();
    }

    assertThat(meter.sample().requestsPerSecond()).isCloseTo(50, within(0.01));
  }

  @Test
  void percentilesTellTheSlowOnesApart() {
    for (int i = 0; i < 980; i++) {
      request(10);
    }
    for (int i = 0; i < 20; i++) {
      request(500);
    }
    passSeconds(1);

    Load load = meter.sample();

    assertThat(load.p50Seconds()).isCloseTo(0.010, within(0.0002));
    assertThat(load.p99Seconds()).isCloseTo(0.5, within(0.01));
    assertThat(load.maxSeconds()).isCloseTo(0.5, within(0.01));
  }

  @Test
  void whatIsOlderThanTheWindowIsForgotten() {
    request(9_000);
    for (int second = 0; second <= LoadMeter.SLOTS; second++) {
      passSeconds(1);
      meter.sample();
    }

    Load load = meter.sample();

    assertThat(load.windowRequests()).isZero();
    assertThat(load.requestsPerSecond()).isZero();
    assertThat(load.requests()).isEqualTo(1);
  }

  @Test
  void askingOftenDoesNotShortenTheWindow() {
    request(20);
    passSeconds(1);
    for (int i = 0; i < 100; i++) {
      meter.sample();
    }

    assertThat(meter.sample().windowRequests()).isEqualTo(1);
  }

  @Test
  void anyLatencyIsTaken() {
    meter.started();
    meter.ended(-5);
    meter.started();
    meter.ended(Long.MAX_VALUE);
    passSeconds(1);

    assertThat(meter.sample().windowRequests()).isEqualTo(2);
    assertThat(meter.sample().maxSeconds()).isCloseTo(600, within(10.0));
  }

  @Test
  void nothingIsLostWhenManyThreadsCountWhileItIsRead() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < 20_000; n++) {
                  request(1);
                }
              });
      thread.start();
      threads.add(thread);
    }
    long seen = 0;
    while (threads.stream().anyMatch(Thread::isAlive)) {
      passSeconds(1);
      seen = Math.max(seen, meter.sample().requests());
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(seen).isLessThanOrEqualTo(120_000);
    assertThat(meter.sample().requests()).isEqualTo(120_000);
    assertThat(meter.sample().inFlight()).isZero();
  }

  @Test
  void countingAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    allocatedBy(20_000, threads);

    long byNone = allocatedBy(0, threads);
    // The JVM itself may allocate in our name now and then, say when it compiles; not each time.
    long byMany =
        LongStream.range(0, 5).map(i -> allocatedBy(100_000, threads)).min().orElseThrow();

    assertThat(byMany).as("no more than the question itself").isEqualTo(byNone);
  }

  private long allocatedBy(int requests, ThreadMXBean threads) {
    long self = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(self);
    for (int i = 0; i < requests; i++) {
      request(2);
    }
    return threads.getThreadAllocatedBytes(self) - before;
  }
}
