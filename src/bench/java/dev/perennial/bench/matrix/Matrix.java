package dev.perennial.bench.matrix;

import dev.perennial.bench.Rows;
import dev.perennial.sample.client.Traffic;
import dev.perennial.testing.cluster.Folders;
import dev.perennial.testing.options.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Lets servers age, die or work hard on each collector and JDK, and prints what was made of it, how
 * fast, and what their clients saw.
 */
public final class Matrix {
  private final MatrixOptions options;

  private Matrix(MatrixOptions options) {
    this.options = options;
  }

  /** Options: see {@code --help}. */
  public static void main(String[] args) throws Exception {
    System.exit(CommandLines.run(MatrixOptions.class, args, Matrix::begin));
  }

  private static int begin(MatrixOptions options) throws IOException, InterruptedException {
    Rows.endWithThisProcess();
    return new Matrix(options).run() ? 0 : 1;
  }

  private boolean run() throws IOException, InterruptedException {
    List<Callable<String>> rows = new ArrayList<>();
    for (Trial trial : Trials.of(options)) {
      rows.add(() -> row(trial));
    }
    Rows made = Rows.of(rows, options.clusters, text -> text.endsWith("| yes |"), "| **no**: ");
    System.out.printf(
        "JVM: %s; limits where it is about them: %d files, %d threads; agent: %s; unless healthy:"
            + " %s%n%n%s%s",
        Pair.MEMORY,
        Pair.MOST_FILES,
        Pair.MOST_THREADS,
        Pair.SETTINGS,
        Pair.HASTE,
        Result.HEAD,
        made.text());
    return made.good();
  }

  private String row(Trial trial) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("perennial-matrix");
    String text;
    try (Pair pair = new Pair(trial, folder)) {
      Result result = new TrialRun(trial, pair, options.healthySeconds).run();
      text = result.row();
      Files.write(folder.resolve("client.log"), complaints(pair.traffic()));
    } catch (IOException e) {
      text = "| " + trial.title() + " | **no**: " + e.getMessage() + " |";
    }
    boolean good = text.endsWith("| yes |");
    System.err.println("bench: " + text + (good ? "" : " see " + folder));
    if (good) {
      Folders.delete(folder);
    }
    return text;
  }

  private static List<String> complaints(Traffic traffic) {
    List<String> all = new ArrayList<>(traffic.examples(20));
    all.addAll(traffic.refusals());
    return all;
  }
}
