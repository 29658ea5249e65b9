package dev.perennial.sample.fault;

/** Something that is taken and never given back. Not thread-safe. */
interface Leak {
  /**
   * Takes more.
   *
   * @param units how many, in the unit of the {@link FaultKind}
   */
  void grow(int units) throws Exception;
}
