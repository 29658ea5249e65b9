package dev.perennial.agent.sensor;

import dev.perennial.agent.load.LoadMeter;
import dev.perennial.coordinator.aging.Judge;
import dev.perennial.coordinator.aging.JudgeSettings;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Reading;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Prints what the sensors read in the JVM that it is started in. */
public final class SensorProbe {
  /** A clock that runs ahead a second with each round, so that what is read seldom is read too. */
  private static final AtomicLong ahead = new AtomicLong();

  private SensorProbe() {}

  private static long nanos() {
    return System.nanoTime() + ahead.get();
  }

  public static void main(String[] args) {
    LoadMeter load = new LoadMeter(SensorProbe::nanos);
    Sensors sensors =
        Sensors.ofThisJvm(
            load,
            () -> 200,
            SensorProbe::nanos,
            JvmEvents.NONE,
            line -> System.out.println("notice " + line),
            (sensor, e) -> System.out.println("failed " + sensor.name() + " " + e));
    List<byte[]> kept = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      kept.add(new byte[1 << 20]);
    }
    System.gc();
    long begin = System.nanoTime();
    while (!readsHeap(sensors) && System.nanoTime() - begin < 10_000_000_000L) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 2_000; i++) {
      read(sensors);
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < 1_000; i++) {
      read(sensors);
    }
    load.started();
    load.ended(5_000_000);
    System.out.println("cost " + (threads.getCurrentThreadCpuTime() - start) / 1_000_000_000.0);
    System.out.println("collector " + Collector.ofThisJvm());
    System.out.println("heap-max " + Runtime.getRuntime().maxMemory());
    for (Reading r : read(sensors)) {
      System.out.println(
          "reading " + r.indicator() + " " + r.value() + " " + r.limit() + " " + r.unit());
    }
    judge(sensors);
    System.out.println("kept " + kept.size());
  }

  /** What the judge says of this idle JVM after ten of its minutes. */
  private static void judge(Sensors sensors) {
    Judge judge = new Judge(JudgeSettings.defaults());
    Judgement judgement = judge.judge(read(sensors), ahead.get());
    for (int second = 0; second < 600; second++) {
      judgement = judge.judge(read(sensors), ahead.get());
    }
    System.out.println("judged " + judgement.verdict() + " " + judgement.reason());
  }

  private static List<Reading> read(Sensors sensors) {
    ahead.addAndGet(1_000_000_000);
    return sensors.read();
  }

  private static boolean readsHeap(Sensors sensors) {
    return sensors.read().stream().anyMatch(r -> r.indicator().equals("heap.live"));
  }

  /** Says so if anything starts java.util.logging. */
  public static final class LoudLogManager extends java.util.logging.LogManager {
    public LoudLogManager() {
      System.out.println("logging started");
    }
  }
}
