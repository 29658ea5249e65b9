package dev.perennial.agent.sensor;

import java.util.List;

/** Whether a heap and what a process needs besides it fit into the memory there is. Pure. */
final class MemoryFit {
  private static final List<String> HEAP_OPTIONS =
      List.of(
          "-Xmx",
          "-XX:MaxHeapSize=",
          "-XX:MaxRAMPercentage=",
          "-XX:MaxRAMFraction=",
          "-XX:MaxRAM=");

  /** Part of what is left beside the rest that a heap is advised to take. */
  private static final double ADVISED = 0.9;

  private static final long MIB = 1 << 20;

  private MemoryFit() {}

  /** Returns the option that sets the heap's size, the last that was given. */
  static String heapFlag(List<String> arguments) {
    String last = "the JVM's own choice, as no option says";
    for (String argument : arguments) {
      if (HEAP_OPTIONS.stream().anyMatch(argument::startsWith)) {
        last = argument;
      }
    }
    return last;
  }

  /**
   * Returns what is wrong and what to do, in words; empty if both fit.
   *
   * @param flag the option that sets the heap's size
   * @param heapMax the largest the heap can be, bytes
   * @param besides what the process has in RAM besides its heap, bytes
   * @param memory there is, bytes; not positive if not known
   * @param whose the memory is
   */
  static String notice(String flag, long heapMax, long besides, long memory, String whose) {
    if (memory <= 0 || heapMax + besides <= memory) {
      return "";
    }
    long advised = (long) (ADVISED * (memory - besides)) / MIB;
    return flag
        + ": a heap of "
        + mib(heapMax)
        + (besides > 0 ? " and the " + mib(besides) + " that are in use besides it do" : " does")
        + " not fit into the "
        + mib(memory)
        + " of "
        + whose
        + ": the kernel ends the process before its heap is full; "
        + (advised > 0 ? "set -Xmx to at most " + advised + "m, or " : "")
        + "give it "
        + mib((long) ((heapMax + besides) / ADVISED))
        + " or more";
  }

  private static String mib(long bytes) {
    return (bytes + MIB - 1) / MIB + " MiB";
  }
}
