package dev.perennial.agent.guard;

/** What can be exhausted; bits and figures as in guard.c. */
enum Exhaustion {
  HEAP(1, "exhausted.heap", GuardPage.HEAP_FAILURES),
  METASPACE(2, "exhausted.metaspace", GuardPage.METASPACE_FAILURES),
  THREADS(4, "exhausted.threads", GuardPage.THREAD_FAILURES),
  FILES(8, "exhausted.files", GuardPage.FILE_FAILURES),
  /** Time: hardly anything but collections runs. */
  TIME(16, "exhausted.time", GuardPage.GC_SHARE),
  /** Time, with a collector that works beside the application: who wants memory waits for it. */
  STALLS(32, "exhausted.stalls", GuardPage.FILL);

  /** Tells whether its figure is a share in thousandths, and not a number of refusals. */
  boolean isShare() {
    return this == TIME || this == STALLS;
  }

  final int bit;
  final String indicator;
  final int slot;

  Exhaustion(int bit, String indicator, int slot) {
    this.bit = bit;
    this.indicator = indicator;
    this.slot = slot;
  }
}
