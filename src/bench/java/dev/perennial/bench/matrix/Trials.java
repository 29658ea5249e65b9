package dev.perennial.bench.matrix;

import dev.perennial.bench.Jdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All rows of the table, in order. */
final class Trials {
  private Trials() {}

  static List<Trial> of(MatrixOptions options) throws IOException, InterruptedException {
    boolean threads = Pair.canLimitThreads();
    if (!threads) {
      System.err.println(
          "bench: a lack of threads needs root, setpriv and an agent that others can read: left"
              + " out");
    }
    List<Trial> all = new ArrayList<>();
    for (Stress stress : Stress.values()) {
      if (stress.indicator.equals("threads") && !threads) {
        continue;
      }
      for (Path java : options.javas) {
        boolean first = java.equals(options.javas.get(0));
        for (String collector : stress.collectors(options.collectors, first)) {
          all.add(new Trial(stress, java, Jdk.version(java), collector, "automatic"));
        }
      }
    }
    Path java = options.javas.get(0);
    for (String action : List.of("observe", "supervised")) {
      all.add(new Trial(Stress.HEAP, java, Jdk.version(java), "G1", action));
    }
    all.removeIf(trial -> !options.only.matcher(trial.title()).find());
    List<Trial> there = new ArrayList<>();
    for (Trial trial : all) {
      if (Jdk.has(trial.java(), trial.collector())) {
        there.add(trial);
      } else {
        System.err.println("bench: " + trial.title() + ": this JDK has no such collector");
      }
    }
    return there;
  }
}
