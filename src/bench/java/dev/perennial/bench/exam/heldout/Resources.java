package dev.perennial.bench.exam.heldout;

import dev.perennial.coordinator.aging.Reading;
import java.util.List;

/** What a server uses besides its heap, in one life. */
final class Resources {
  private static final double CODE_LIMIT = 251658240;

  private final Plan plan;
  private final Gauge metaspaceGauge;
  private final Gauge codeGauge;
  private final Gauge directGauge;
  private final Gauge threadsGauge;
  private final Gauge filesGauge;
  private final Gauge nativeGauge;
  private double metaspace;
  private double code;
  private double direct;
  private double threads;
  private double files;
  private double nativeBytes;

  Resources(Plan plan, Draw draw) {
    this.plan = plan;
    // What it is sized for stays the same over its lives.
    Draw sizes = new Draw(plan.noiseSeed + 1);
    double warm = plan.warmUpSeconds;
    double step = plan.stepSeconds;
    double meta = plan.metaspaceBase;
    metaspaceGauge =
        new Gauge(meta * 0.7, meta * 0.3, warm, 0, meta * 1e-4, new Noise(600, step, draw));
    codeGauge = new Gauge(8e6, sizes.about(2e7, 1e8), 2 * warm, 0, 1e5, new Noise(300, step, draw));
    double buffers = plan.directBase;
    directGauge =
        new Gauge(
            buffers * 0.2,
            buffers * 0.4,
            warm,
            buffers * 0.4,
            buffers * 0.05,
            new Noise(120, step, draw));
    double pool = plan.threadsLimit * sizes.about(0.004, 0.12);
    threadsGauge = new Gauge(30, pool, warm, pool, pool * 0.1, new Noise(300, step, draw));
    double connections = plan.filesLimit * sizes.about(0.001, 0.15);
    filesGauge =
        new Gauge(
            60, connections, warm, connections, connections * 0.15, new Noise(120, step, draw));
    nativeGauge =
        new Gauge(
            plan.nativeBase,
            plan.nativeGrowth,
            plan.nativeSeconds,
            plan.nativeBase * 0.2,
            plan.nativeBase * 0.03,
            new Noise(1800, step, draw));
  }

  /**
   * Lets a step pass.
   *
   * @param leaked part of what is free in a young server
   * @return whether what leaks is used up
   */
  boolean step(double age, double load, double job, Traffic traffic, double at, double leaked) {
    double classes = traffic.spiking(at) ? 0.1 : 0;
    metaspace = metaspaceGauge.next(age, load) + classes * plan.metaspaceBase;
    code = codeGauge.next(age, load);
    direct = directGauge.next(age, load * (1 + job));
    threads = Math.rint(threadsGauge.next(age, load + 0.5 * job));
    files = Math.rint(filesGauge.next(age, load + 0.5 * job));
    nativeBytes = nativeGauge.next(age, load);
    if (leaked <= 0 || plan.leaking == null) {
      return false;
    }
    switch (plan.leaking) {
      case "metaspace" -> {
        metaspace += leaked * (plan.metaspaceLimit - plan.metaspaceBase);
        return metaspace >= plan.metaspaceLimit;
      }
      case "buffers.direct" -> {
        direct += leaked * (plan.heapBytes - plan.directBase);
        return direct >= plan.heapBytes;
      }
      case "threads" -> {
        threads += Math.floor(leaked * plan.threadsLimit * 0.9);
        return threads >= plan.threadsLimit;
      }
      case "files" -> {
        files += Math.floor(leaked * plan.filesLimit * 0.9);
        return files >= plan.filesLimit;
      }
      case "memory.native" -> {
        nativeBytes += leaked * (plan.nativeLimit - plan.nativeBase * 1.2 - plan.nativeGrowth);
        return nativeBytes >= plan.nativeLimit;
      }
      default -> {
        return false;
      }
    }
  }

  void addTo(List<Reading> list) {
    list.add(capped("metaspace", metaspace, plan.metaspaceLimit, "bytes"));
    list.add(capped("code.cache", code, CODE_LIMIT, "bytes"));
    list.add(new Reading("classes", Math.rint(metaspace / 7000), 0, "classes"));
    list.add(capped("buffers.direct", direct, plan.heapBytes, "bytes"));
    list.add(new Reading("buffers.mapped", 0, 0, "bytes"));
    list.add(capped("threads", threads, plan.threadsLimit, "threads"));
    list.add(new Reading("threads.deadlocked", 0, 0, "threads"));
    list.add(capped("files", files, plan.filesLimit, "files"));
    list.add(capped("memory.native", nativeBytes, plan.nativeLimit, "bytes"));
  }

  private static Reading capped(String name, double value, double limit, String unit) {
    return new Reading(name, Math.min(value, limit), limit, unit);
  }
}
