package dev.perennial.bench.exam.tuning;

import dev.perennial.bench.exam.Run;
import dev.perennial.bench.exam.Sample;
import dev.perennial.bench.exam.Trace;
import dev.perennial.coordinator.aging.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;

/** A server that never was. Its heap is 1 GiB, or it may have 4000 threads. */
final class MadeUp implements Trace {
  private static final double GIB = 1L << 30;
  private static final double MOST_THREADS = 4000;

  private final String name;
  private final boolean threads;
  private final Health health;
  private final Aging aging;
  private final double since;
  private final double life;
  private final double end;
  private final double period;
  private final long seed;
  private final double work;
  private final double exhausted;

  /**
   * @param threads whether it has threads for a resource, else the heap
   * @param life seconds that the aging takes, NaN if there is none
   * @param end of the trace, seconds
   */
  MadeUp(
      String name,
      boolean threads,
      Health health,
      Aging aging,
      double since,
      double life,
      double end,
      double period,
      long seed) {
    this.name = name;
    this.threads = threads;
    this.health = health;
    this.aging = aging;
    this.since = since;
    this.life = life;
    this.end = end;
    this.period = period;
    this.seed = seed;
    double sum = 0;
    if (!Double.isNaN(life)) {
      for (int i = 0; i < 1000; i++) {
        sum += health.load(since + (i + 0.5) * life / 1000) * life / 1000;
      }
    }
    this.work = sum;
    this.exhausted = Double.isNaN(life) ? Double.NaN : find();
  }

  private double find() {
    Pass pass = new Pass(Double.POSITIVE_INFINITY);
    while (pass.level < 1) {
      pass.step();
    }
    return pass.at;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isAging() {
    return !Double.isNaN(life);
  }

  @Override
  public double agingSinceSeconds() {
    return isAging() ? since : Double.NaN;
  }

  @Override
  public double exhaustedAtSeconds() {
    return exhausted;
  }

  @Override
  public String agingIndicator() {
    return !isAging() ? "" : threads ? "threads" : "heap.live";
  }

  @Override
  public Run run() {
    return new Pass(isAging() ? exhausted : end);
  }

  private final class Pass implements Run {
    private final Random random = new Random(seed);
    private final double until;
    private double at = -period;
    private double born;
    private double sessions = Double.NaN;
    private double noise;
    private double done;
    private double nextCollection;
    private double level;
    private double live;
    private double garbage;

    Pass(double until) {
      this.until = until;
    }

    @Override
    public boolean hasNext() {
      return at + period < until;
    }

    @Override
    public void renew() {
      born = at;
      nextCollection = at;
    }

    void step() {
      at += period;
      double load = health.load(at) * (1 + 0.1 * random.nextGaussian());
      double keep = Math.exp(-period / health.memory);
      sessions = Double.isNaN(sessions) ? load : keep * sessions + (1 - keep) * load;
      double age = at - born;
      if (isAging() && at >= since) {
        done += health.load(at) * period;
      }
      double young = Math.min(1, age / 20);
      double healthy =
          young * (health.base + health.perLoad * sessions)
              + health.cached(age)
              + health.batch(at)
              + health.spike(at);
      double top = health.base + health.perLoad + health.cache;
      double leaked =
          isAging() && at >= since ? (1 - top) * aging.leaked((at - since) / life, done / work) : 0;
      if (at >= nextCollection) {
        double phi = health.memoryOfNoise;
        noise = phi * noise + health.noise * Math.sqrt(1 - phi * phi) * random.nextGaussian();
        level = Math.max(0.01, healthy + leaked + noise);
        live = Math.min(level, 1);
        garbage = 0;
        double free = health.fasterWhenFull ? 1.3 * (1 - live) : 1;
        nextCollection = at + health.collection * free * (0.5 + random.nextDouble());
      }
      garbage += (1 - live) * 0.9 * Math.min(1, period / health.collection);
    }

    @Override
    public Sample next() {
      if (!hasNext()) {
        throw new NoSuchElementException(name);
      }
      step();
      double rate = health.peakRate * health.load(at) * (1 + 0.1 * random.nextGaussian());
      List<Reading> readings = new ArrayList<>();
      if (threads) {
        readings.add(new Reading("threads", Math.rint(live * MOST_THREADS), MOST_THREADS, ""));
      } else {
        readings.add(new Reading("heap.live", live * GIB, GIB, "bytes"));
        double used = Math.min(1, live + garbage);
        readings.add(new Reading(Sample.HEAP_USED, used * GIB, GIB, "bytes"));
      }
      readings.add(new Reading("uptime", at - born, 0, "seconds"));
      readings.add(new Reading("load.requests", rate * 0.02, 200, "requests"));
      readings.add(new Reading("load.rate", rate, 0, "requests/second"));
      return new Sample(at, readings);
    }
  }
}
