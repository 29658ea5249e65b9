package dev.perennial.bench.exam.heldout;

/** How a collector shows itself in the indicators. */
enum Collector {
  SERIAL(0.667, false),
  PARALLEL(0.667, false),
  G1(1, false),
  ZGC(1, true),
  SHENANDOAH(1, true);

  /** The part of the heap whose live set is measured. */
  final double oldPart;

  /** Whether the application runs on during a collection. */
  final boolean concurrent;

  Collector(double oldPart, boolean concurrent) {
    this.oldPart = oldPart;
    this.concurrent = concurrent;
  }
}
