package dev.perennial.coordinator.rejuvenation;

/** The rungs of a rejuvenation, weakest first. */
public enum Step {
  /** Saves what is needed to find the leak. */
  EVIDENCE,
  /** Clears temporary folders and old logs. */
  FILES,
  /** Frees caches and direct buffers that nobody uses. */
  BUFFERS,
  /** Collects garbage and gives native memory back. */
  MEMORY,
  /** Restarts in place. */
  RESTART
}
