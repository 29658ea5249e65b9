package dev.perennial.bench.exam.heldout;

import dev.perennial.bench.exam.Run;
import dev.perennial.bench.exam.Sample;
import dev.perennial.coordinator.aging.Reading;
import java.util.ArrayList;
import java.util.List;

/** A made-up server, step by step. */
final class Server implements Run {
  private static final double DEAD_SHARE = 0.98;
  private static final double DEAD_SECONDS = 60;
  private static final double POOL = 200;

  private final Plan plan;
  private final double endSeconds;
  private final Draw draw;
  private final Traffic traffic;
  private final Noise liveNoise;
  private final double cpuARequest;
  private final double latency;

  private double at;
  private double served;
  private double load;
  private double live;
  private double share;
  private double dyingSeconds;
  private boolean exhausted;

  // Of this life.
  private double age;
  private double sessions;
  private double batch;
  private Heap heap;
  private Resources resources;

  Server(Plan plan, double endSeconds) {
    this.plan = plan;
    this.endSeconds = endSeconds;
    this.draw = new Draw(plan.noiseSeed);
    this.traffic = new Traffic(plan, draw);
    this.liveNoise = new Noise(plan.liveNoiseSeconds, plan.stepSeconds, draw);
    this.cpuARequest = draw.between(0.1, 0.4);
    this.latency = draw.about(0.005, 0.3);
    this.heap = new Heap(plan, draw);
    this.resources = new Resources(plan, draw);
  }

  @Override
  public void renew() {
    age = 0;
    sessions = 0;
    batch = 0;
    heap = new Heap(plan, draw);
    resources = new Resources(plan, draw);
  }

  @Override
  public boolean hasNext() {
    return !exhausted && at + plan.stepSeconds <= endSeconds;
  }

  @Override
  public Sample next() {
    step();
    return new Sample(at, readings());
  }

  /** Goes on by a step. */
  void step() {
    double dt = plan.stepSeconds;
    at += dt;
    age += dt;
    load = traffic.next(at);
    sessions += (load - sessions) * Math.min(1, dt / 1800);
    double job = traffic.batch(at) ? 1 : 0;
    batch += (job - batch) * Math.min(1, dt / 600);
    double leaked = leaked();
    double healthy =
        plan.base
            + plan.sessions * sessions
            + plan.cache * -Math.expm1(-age / plan.cacheFillSeconds)
            + plan.batch * batch
            + (traffic.spiking(at) ? 0.03 : 0)
            + plan.liveNoise * liveNoise.next();
    double part = Math.max(0.02, Math.min(plan.mostLive, healthy));
    if ("heap".equals(plan.leaking)) {
      part += leaked * (1 - plan.base - plan.cache - plan.sessions);
    }
    live = Math.min(1, part) * plan.collector.oldPart;
    share = heap.step(live, load * (1 + 3 * job), age);
    boolean full = resources.step(age, load, job, traffic, at, leaked);
    dyingSeconds = share >= DEAD_SHARE ? dyingSeconds + dt : 0;
    exhausted = part >= 1 || dyingSeconds >= DEAD_SECONDS || full;
  }

  /** Returns how much of the room at the start has leaked. */
  private double leaked() {
    if (plan.leaking == null || at < plan.since) {
      return 0;
    }
    served += load * plan.stepSeconds;
    return plan.shape.at((plan.perRequest ? served : at - plan.since) / plan.life);
  }

  boolean isExhausted() {
    return exhausted;
  }

  double atSeconds() {
    return at;
  }

  private List<Reading> readings() {
    List<Reading> list = new ArrayList<>(18);
    double shown = heap.shown();
    if (!Double.isNaN(shown)) {
      double limit = plan.heapBytes * plan.collector.oldPart;
      list.add(new Reading("heap.live", Math.min(limit, shown * plan.heapBytes), limit, "bytes"));
    }
    list.add(new Reading("gc.overhead", heap.overhead(), 1, "ratio"));
    list.add(new Reading("gc.time", heap.pausedSeconds(), 0, "seconds"));
    resources.addTo(list);
    list.add(new Reading("uptime", age, 0, "seconds"));
    double rate = plan.requests * load * (1 - share);
    double busy = Math.min(0.95, cpuARequest * load * (1 + plan.batch * batch) + share * 0.5);
    double p99 =
        latency * (1 + busy * busy / (1 - busy)) * Math.exp(0.1 * draw.gauss()) + share * 3;
    double inFlight = Math.min(POOL, Math.rint(rate * p99 / 3));
    list.add(new Reading("load.requests", inFlight, POOL, "requests"));
    list.add(new Reading("load.rate", rate, 0, "requests/second"));
    list.add(new Reading("load.latency.p99", p99, 0, "seconds"));
    list.add(new Reading("load.cpu", busy, 1, "ratio"));
    double used = heap.used() * plan.heapBytes;
    list.add(new Reading(Sample.HEAP_USED, used, plan.heapBytes, "bytes"));
    return list;
  }
}
