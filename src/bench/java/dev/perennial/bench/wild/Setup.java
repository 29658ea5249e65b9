package dev.perennial.bench.wild;

/**
 * How a program is run.
 *
 * @param program what
 * @param work of the program: see there
 * @param vm options of the JVM
 * @param settings of the agent beyond the defaults, key=value,...
 * @param peer whether a spare is beside it
 * @param limits of the process
 */
record Setup(
    Program program, String work, String vm, String settings, boolean peer, Limits limits) {
  static final String WATCHED = "action=observe";
  static final String ACTS = "action=automatic,emergency=restart";

  /** What is run. */
  enum Program {
    /** A Tomcat of the distribution without requests; has no work. */
    TOMCAT,
    /** The shop; its work is a fault and its rate, as in "heap:500". */
    SHOP,
    /** The shop, and in the same JVM what {@code matrix.Work} calls so. */
    SHOP_AND_WORK,
    /** A program of {@link WildProgram}. */
    OWN,
    /** javac in a loop; has no work. */
    COMPILER
  }

  /** What the process may use. */
  enum Limits {
    USUAL,
    /** No limit on processes, and the largest number of files that the kernel allows. */
    NONE,
    /** A cgroup of 400 MiB. */
    MIB_400,
    /** A cgroup of 512 MiB. */
    MIB_512;

    /** Returns the limit of the cgroup, 0 for none. */
    int mib() {
      return switch (this) {
        case USUAL, NONE -> 0;
        case MIB_400 -> 400;
        case MIB_512 -> 512;
      };
    }
  }
}
