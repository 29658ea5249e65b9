package dev.perennial.agent.evidence;

import dev.perennial.agent.evidence.heapdump.Examination;

/** The process that examines a heap dump, so that the server's own heap is not needed. */
public final class HeapExamination {
  private HeapExamination() {}

  /** Runs it. */
  public static void main(String[] arguments) throws InterruptedException {
    var unused = run(arguments);
  }

  /**
   * Examines, and prints what it finds.
   *
   * @param arguments as {@link Examination} takes them
   * @return the exit status
   */
  public static int run(String[] arguments) throws InterruptedException {
    return Examination.run(
        arguments, new Examination.Words(Suspects::isCarrier, ClassHistogram::source), System.out);
  }
}
