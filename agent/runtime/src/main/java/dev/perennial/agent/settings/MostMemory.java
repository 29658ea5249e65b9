package dev.perennial.agent.settings;

/** How much memory a process may have. */
public sealed interface MostMemory {
  /**
   * An amount.
   *
   * @param bytes more than 0
   */
  record Bytes(long bytes) implements MostMemory {}

  /**
   * A part of what the container, or else the machine, has.
   *
   * @param part more than 0, at most 1
   */
  record Part(double part) implements MostMemory {}
}
