package dev.perennial.agent.evidence;

import java.util.List;
import java.util.function.Supplier;

/**
 * What the evidence can use of the agent in this JVM.
 *
 * @param loadedClasses gives all of them
 * @param examiner arguments of a JVM that runs {@link HeapExamination}; empty if there is none
 * @param creators who has started the threads
 */
public record Surroundings(
    Supplier<Class<?>[]> loadedClasses, List<String> examiner, ThreadCreators creators) {
  /** Copies. */
  public Surroundings {
    examiner = List.copyOf(examiner);
  }

  /** Nothing. */
  public static Surroundings none() {
    return new Surroundings(() -> new Class<?>[0], List.of(), new ThreadCreators(System::nanoTime));
  }
}
