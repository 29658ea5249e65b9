package dev.perennial.bench.matrix;

import java.nio.file.Path;

/**
 * One row of the table.
 *
 * @param java home of the JDK
 * @param jdk its version
 * @param collector as in -XX:+Use...GC
 * @param action of the agent
 */
record Trial(Stress stress, Path java, String jdk, String collector, String action) {
  /** Returns such as "heap leak, G1, JDK 17, automatic"; what --only looks at. */
  String title() {
    return stress.title + ", " + collector + ", JDK " + jdk + ", " + action;
  }

  /** Returns whether the server is to stay in its first life. */
  boolean staysAsItIs() {
    return stress.end == Stress.End.LEFT_ALONE || !action.equals("automatic");
  }
}
