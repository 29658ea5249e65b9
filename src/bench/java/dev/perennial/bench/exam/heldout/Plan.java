package dev.perennial.bench.exam.heldout;

import org.jspecify.annotations.Nullable;

/**
 * What one made-up server is like: drawn by its seed, then changed by its scenario. Parts are of
 * the heap's limit where nothing else is said. Changed only while it is drawn up.
 */
final class Plan {
  private static final double MOST_DURING_A_CYCLE = 0.06;
  private static final double BUSIEST = 2.5;

  final long noiseSeed;
  double stepSeconds = 10;
  double days = 7;

  // Load.
  double requests;
  double trough;
  double peakHour;
  double sharpness;
  double weekend = 1;
  double loadNoise;
  double loadNoiseSeconds;
  int loadSteps;
  double spikesADay;
  double batchHours;

  // Heap.
  Collector collector;
  double heapBytes;
  double base;
  double sessions;
  double cache;
  double cacheFillSeconds;
  double batch;
  double liveNoise;
  double liveNoiseSeconds;
  double mostLive = 0.78;

  /** Parts of the heap allocated a second, at mean load. */
  double allocation;

  /** Part of the allocated that outlives the young generation. */
  double promoted;

  /** Share of time in young collections at mean load. */
  double youngShare;

  double collectorBytesASecond;
  double floating;
  boolean collectsEarly;

  // Everything else.
  double warmUpSeconds;
  double metaspaceLimit;
  double metaspaceBase;
  double threadsLimit;
  double filesLimit;
  double nativeLimit;
  double nativeBase;
  double nativeGrowth;
  double nativeSeconds;
  double directBase;

  // Aging.
  @Nullable String leaking;
  Shape shape = Shape.linear();
  boolean perRequest;
  double since = Double.NaN;
  double life = Double.NaN;

  Plan(Draw d) {
    noiseSeed = d.seed();
    requests = d.about(2, 800);
    trough = d.between(0.3, 0.9);
    peakHour = d.between(0, 24);
    sharpness = d.between(0.7, 2);
    loadNoise = d.between(0.03, 0.15);
    loadNoiseSeconds = d.about(20, 1200);
    collector = d.oneOf(Collector.values());
    heapBytes = d.about(256e6, 16e9);
    base = d.between(0.08, 0.3);
    sessions = d.between(0.01, 0.08);
    cache = d.between(0, 0.1);
    cacheFillSeconds = d.about(600, 14400);
    liveNoise = d.between(0.003, 0.015);
    liveNoiseSeconds = d.about(60, 1800);
    allocation = d.about(0.002, 0.05);
    promoted = d.about(0.002, 0.03);
    youngShare = d.about(0.0005, 0.02);
    collectorBytesASecond = d.about(0.5e9, 3e9);
    floating = d.between(0.002, 0.03);
    collectsEarly = d.chance(0.6);
    warmUpSeconds = d.about(120, 3600);
    metaspaceLimit = d.chance(0.5) ? d.about(128e6, 512e6) : 1073741824.0;
    metaspaceBase = metaspaceLimit * d.between(0.02, 0.6);
    threadsLimit = Math.rint(d.about(1000, 32768));
    filesLimit = Math.rint(d.about(1024, 1048576));
    nativeLimit = heapBytes * d.between(0.4, 2);
    nativeBase = nativeLimit * d.between(0.05, 0.25);
    nativeGrowth = nativeLimit * d.between(0.02, 0.2);
    nativeSeconds = d.about(3600, 2 * 86400);
    directBase = heapBytes * d.about(0.0005, 0.2);
  }

  /** Gives it another heap, and what is measured by the heap with it. */
  void resize(double bytes) {
    double ratio = bytes / heapBytes;
    heapBytes = bytes;
    nativeLimit *= ratio;
    nativeBase *= ratio;
    nativeGrowth *= ratio;
    directBase *= ratio;
  }

  /**
   * Lets a collector that runs beside the application keep up with it at the busiest hour, as
   * otherwise the server would not be healthy: what is allocated during a cycle is not freed by it.
   */
  void keepUp() {
    if (collector.concurrent) {
      double cycleSeconds = mostLive * heapBytes / collectorBytesASecond;
      double busiest = BUSIEST * (batchHours > 0 ? 4 : 1);
      allocation = Math.min(allocation, MOST_DURING_A_CYCLE / (cycleSeconds * busiest));
    }
  }
}
