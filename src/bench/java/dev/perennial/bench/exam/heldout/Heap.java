package dev.perennial.bench.exam.heldout;

/**
 * A heap: what lives in it is given, garbage piles up on top, and only a collection of the old
 * generation shows what lives. Sizes are parts of the heap; the less room is left, the more time
 * collections take.
 */
final class Heap {
  private static final double MARKING = 0.45;

  private final Plan plan;
  private final double limit;
  private final Draw draw;
  private double garbage;
  private double eden;
  private double shown = Double.NaN;
  private double pausedSeconds;
  private double overhead;
  private double sinceCycle;
  private double living;

  Heap(Plan plan, Draw draw) {
    this.plan = plan;
    this.limit = plan.collector.oldPart;
    this.draw = draw;
  }

  /**
   * Lets a step pass.
   *
   * @param live part of the heap that lives in the measured part of it
   * @param load 1 is the mean
   * @param age seconds since the start
   * @return share of the time that the application waited for collections
   */
  double step(double live, double load, double age) {
    living = live;
    double dt = plan.stepSeconds;
    double allocated = plan.allocation * load;
    double share =
        plan.collector.concurrent
            ? concurrent(live, allocated, dt)
            : generational(live, allocated, load, age, dt);
    pausedSeconds += share * dt;
    double weight = Math.min(1, dt / 30);
    overhead += weight * (share - overhead);
    return share;
  }

  private double generational(double live, double allocated, double load, double age, double dt) {
    double room = Math.max(1e-6, limit - live);
    double edenSize = Math.max(0.05, plan.collector == Collector.G1 ? 0.6 * (1 - live) : 0.3);
    eden += allocated * dt;
    eden -= Math.floor(eden / edenSize) * edenSize;
    // With hardly any room, what is young is promoted too early, or the heap is collected in full.
    double squeeze = Math.max(0, Math.min(1, 1 - room / 0.05));
    double promoted = allocated * (plan.promoted + squeeze * (1 - plan.promoted));
    double trigger =
        plan.collector == Collector.G1 ? Math.min(limit, Math.max(MARKING, live + 0.07)) : limit;
    double space = Math.max(1e-6, trigger - live);
    double cost = live * plan.heapBytes / plan.collectorBytesASecond;
    double old = promoted * cost / (plan.collector == Collector.G1 ? 3 * space : space);
    old += squeeze * allocated * cost / room;
    garbage += promoted * dt;
    boolean early = plan.collectsEarly && Double.isNaN(shown) && age > plan.warmUpSeconds * 0.1;
    if (live + garbage >= trigger || early) {
      shown = Math.min(limit, live + plan.floating * 0.3 * draw.between(0, 1));
      garbage = early ? garbage : 0;
    }
    double busy = plan.youngShare * load * (1 + squeeze * 5) + old;
    return busy / (1 + busy);
  }

  private double concurrent(double live, double allocated, double dt) {
    double room = Math.max(1e-6, limit - live);
    garbage = Math.min(room, garbage + allocated * dt);
    sinceCycle += dt;
    double cycle = live * plan.heapBytes / plan.collectorBytesASecond;
    boolean due = garbage >= 0.6 * room || sinceCycle >= 300;
    if (due) {
      // What is allocated during a cycle survives it.
      double during = Math.min(room, allocated * cycle + plan.floating * draw.between(0, 1));
      shown = live + during;
      garbage = 0;
      sinceCycle = 0;
    }
    // Who allocates faster than is freed waits, which no pause shows.
    return 0.0003 + (due ? 0.002 / dt : 0);
  }

  /** Returns what the last collection left in the measured part, NaN before the first. */
  double shown() {
    double used = used() - eden;
    boolean full = plan.collector == Collector.G1 && used >= 0.9 * limit;
    return full ? Math.max(used, shown) : shown;
  }

  double used() {
    return Math.min(1, living + garbage + eden);
  }

  double pausedSeconds() {
    return pausedSeconds;
  }

  double overhead() {
    return overhead;
  }
}
