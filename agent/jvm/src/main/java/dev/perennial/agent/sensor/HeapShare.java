package dev.perennial.agent.sensor;

/**
 * Which part of what a container's processes use is a heap that has a bound of its own: one that
 * fits in beside the rest when it is full. It may grow to there, and nothing comes of it; that it
 * is full is told by the heap's own indicator. What a heap takes that does not fit in can be the
 * container's end, so it counts as what grows, from when on that is known. Confined to one thread.
 */
final class HeapShare {
  /** Part of the room that a heap which did not fit must leave free to fit again. */
  private static final double CLEAR = 0.1;

  private long bounded;
  private boolean fits = true;

  /**
   * Returns the bounded part, bytes.
   *
   * @param room what the container may use, bytes
   * @param used of it, bytes
   * @param touched of the heap, bytes
   * @param heapMax the largest the heap can be, bytes
   */
  long advance(long room, long used, long touched, long heapMax) {
    long heap = Math.min(touched, used);
    long free = room - (used - heap + heapMax);
    fits = fits ? free >= 0 : free >= CLEAR * room;
    // No jump where it ceases to fit: a jump would look like growth.
    bounded = fits ? heap : Math.min(bounded, heap);
    return bounded;
  }
}
