package dev.perennial.agent.clean;

/** A cache of the application that can be emptied. */
public interface FlushableCache {
  /** Returns its name, for messages. */
  String name();

  /**
   * Lets go of all it can do without.
   *
   * @return how many bytes, as far as known
   * @throws Exception if it cannot
   */
  long flush() throws Exception;
}
