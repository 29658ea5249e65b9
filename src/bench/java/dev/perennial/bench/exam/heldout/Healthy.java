package dev.perennial.bench.exam.heldout;

import dev.perennial.bench.exam.Scenario;
import java.util.List;
import java.util.function.BiConsumer;

/** Servers that must be left alone. */
final class Healthy {
  private Healthy() {}

  static List<Scenario> all(double stepSeconds) {
    return List.of(
        healthy("daily cycle", 7, stepSeconds, Healthy::daily),
        healthy("weekly cycle", 14, stepSeconds, Healthy::weekly),
        healthy("warm-up", 1, stepSeconds, Healthy::warmUp),
        healthy("cache fill", 7, stepSeconds, Healthy::cache),
        healthy("load steps", 7, stepSeconds, Healthy::steps),
        healthy("deploy spikes", 7, stepSeconds, Healthy::deployments),
        healthy("nightly batch", 7, stepSeconds, Healthy::nightly),
        healthy("rare collections", 7, stepSeconds, Healthy::rare),
        healthy("slow noise", 7, stepSeconds, Healthy::noisy),
        healthy("high live set", 7, stepSeconds, Healthy::high),
        healthy("very high live set", 7, stepSeconds, Healthy::veryHigh),
        healthy("worked hard", 7, stepSeconds, Healthy::hard),
        healthy("all of it", 14, stepSeconds, Healthy::all));
  }

  private static Scenario healthy(
      String name, double days, double stepSeconds, BiConsumer<Plan, Draw> kind) {
    return new Scenario(
        name,
        false,
        days,
        seed -> {
          Draw draw = new Draw(seed + 31L * name.hashCode());
          Plan plan = new Plan(draw);
          plan.days = days;
          plan.stepSeconds = stepSeconds;
          kind.accept(plan, draw);
          plan.keepUp();
          return new MadeUpTrace(name + " #" + seed, plan);
        });
  }

  private static void daily(Plan p, Draw d) {
    p.trough = d.between(0.05, 0.4);
    p.sessions = d.between(0.08, 0.25);
  }

  private static void weekly(Plan p, Draw d) {
    daily(p, d);
    p.weekend = d.between(0.15, 0.7);
  }

  private static void warmUp(Plan p, Draw d) {
    p.warmUpSeconds = d.about(1200, 6 * 3600);
    p.cache = d.between(0.1, 0.3);
    p.cacheFillSeconds = p.warmUpSeconds;
    p.nativeSeconds = p.warmUpSeconds * 2;
    p.nativeGrowth = p.nativeLimit * d.between(0.1, 0.3);
  }

  private static void cache(Plan p, Draw d) {
    p.cache = d.between(0.2, 0.5);
    p.base = d.between(0.05, 0.2);
    p.cacheFillSeconds = d.about(1800, 2 * 86400);
  }

  private static void steps(Plan p, Draw d) {
    p.loadSteps = d.count(2, 8);
    p.sessions = d.between(0.05, 0.2);
  }

  private static void deployments(Plan p, Draw d) {
    p.spikesADay = d.about(0.3, 6);
    p.sessions = d.between(0.03, 0.15);
  }

  private static void nightly(Plan p, Draw d) {
    p.batchHours = d.between(0.5, 4);
    p.batch = d.between(0.1, 0.4);
  }

  /** A third of the heap of garbage takes 3 to 48 hours. */
  private static void rare(Plan p, Draw d) {
    daily(p, d);
    p.collector = d.oneOf(new Collector[] {Collector.G1, Collector.PARALLEL, Collector.SERIAL});
    p.allocation = d.about(0.001, 0.01);
    p.promoted = 0.33 / (p.allocation * d.about(3 * 3600, 48 * 3600));
  }

  private static void noisy(Plan p, Draw d) {
    p.liveNoise = d.between(0.02, 0.06);
    p.liveNoiseSeconds = d.about(600, 6 * 3600);
    p.loadNoise = d.between(0.1, 0.4);
    p.loadNoiseSeconds = d.about(600, 6 * 3600);
  }

  private static void high(Plan p, Draw d) {
    high(p, d, d.between(0.6, 0.78));
  }

  private static void veryHigh(Plan p, Draw d) {
    high(p, d, d.between(0.8, 0.9));
  }

  /** Little is allocated, so that collecting stays cheap in what room there is. */
  private static void high(Plan p, Draw d, double top) {
    p.mostLive = top;
    p.sessions = d.between(0.01, 0.05);
    p.cache = d.between(0, 0.1);
    p.base = top - p.sessions * 1.3 - p.cache - 0.03;
    p.allocation = d.about(0.001, 0.01);
    p.promoted = d.about(0.002, 0.01);
    p.collectorBytesASecond = d.about(1e9, 3e9);
    p.resize(d.about(256e6, 4e9));
  }

  private static void hard(Plan p, Draw d) {
    p.base = d.between(0.4, 0.6);
    p.allocation = d.about(0.05, 0.3);
    p.promoted = d.about(0.0005, 0.002);
    p.youngShare = d.between(0.04, 0.13);
    p.resize(d.about(256e6, 4e9));
    p.collectorBytesASecond = d.about(1.5e9, 3e9);
  }

  private static void all(Plan p, Draw d) {
    weekly(p, d);
    p.base = d.between(0.05, 0.25);
    p.sessions = d.between(0.05, 0.15);
    p.cache = d.between(0.05, 0.2);
    p.cacheFillSeconds = d.about(1800, 86400);
    p.loadSteps = d.count(0, 4);
    p.spikesADay = d.about(0.2, 2);
    p.batchHours = d.between(0.5, 3);
    p.batch = d.between(0.05, 0.2);
    p.liveNoise = d.between(0.01, 0.03);
    p.liveNoiseSeconds = d.about(300, 7200);
  }
}
