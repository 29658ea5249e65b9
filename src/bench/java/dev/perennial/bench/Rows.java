package dev.perennial.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Rows of a table, each made by servers of its own.
 *
 * @param text of all rows, a line each
 * @param good whether there are any, and each is as it should be
 */
public record Rows(String text, boolean good) {
  /** Whatever becomes of this process, no server is left behind, and none keeps it waiting. */
  public static void endWithThisProcess() {
    // A JVM that dies of a full heap must not keep its observer.
    System.setProperty("sun.rmi.transport.tcp.responseTimeout", "5000");
    // Also when interrupted.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly)));
  }

  /**
   * Makes all of them, and waits for it.
   *
   * @param atOnce so many at the same time
   * @param isGood whether a row is as it should be
   * @param failed begins a row that could not be made; why follows
   */
  public static Rows of(
      List<Callable<String>> rows, int atOnce, Predicate<String> isGood, String failed)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    List<Future<String>> begun = new ArrayList<>();
    rows.forEach(row -> begun.add(threads.submit(row)));
    threads.shutdown();
    System.err.println("bench: " + rows.size() + " rows");
    StringBuilder table = new StringBuilder();
    boolean good = !rows.isEmpty();
    for (Future<String> row : begun) {
      String text;
      try {
        text = row.get();
      } catch (ExecutionException e) {
        text = failed + e.getCause() + " |";
      }
      good &= isGood.test(text);
      table.append(text).append('\n');
    }
    return new Rows(table.toString(), good);
  }
}
