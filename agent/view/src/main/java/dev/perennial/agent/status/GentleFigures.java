package dev.perennial.agent.status;

/**
 * What the gentle steps have done in this life.
 *
 * @param times how often they were taken
 * @param heapBytes by which the heap shrank the last time
 * @param processBytes by which the process shrank in RAM the last time; 0 where that is not known
 */
public record GentleFigures(long times, long heapBytes, long processBytes) {
  /** They were never taken. */
  public static final GentleFigures NONE = new GentleFigures(0, 0, 0);
}
