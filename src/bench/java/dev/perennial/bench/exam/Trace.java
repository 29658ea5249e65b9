package dev.perennial.bench.exam;

/** What a server went through, with the truth about it. Immutable; each pass over it is a run. */
public interface Trace {
  /** Returns what it is called, such as "heap, linear, hours #3". */
  String name();

  /** Returns whether something runs out in it. */
  boolean isAging();

  /** Returns when the aging begins, seconds since the trace began; NaN if it is healthy. */
  double agingSinceSeconds();

  /** Returns when the resource is exhausted, seconds since the trace began; NaN if healthy. */
  double exhaustedAtSeconds();

  /**
   * Returns when the response time collapsed, seconds since the trace began; NaN if it did not, or
   * if nobody knows.
   */
  default double collapsedAtSeconds() {
    return Double.NaN;
  }

  /** Returns the indicator of what runs out; empty if it is healthy, or nobody told. */
  String agingIndicator();

  /** Begins a pass over its samples; each pass gives the same. */
  Run run();
}
