package dev.perennial.bench.death;

import dev.perennial.bench.Jdk;
import dev.perennial.testing.options.CommandLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Kills programs by using up their heap, threads and files, on each collector and JDK, and prints
 * how long it took until the guard found them critical and restarted them in place.
 */
public final class SuddenDeath {
  private SuddenDeath() {}

  /** Options: see {@code --help}. */
  public static void main(String[] args) throws Exception {
    System.exit(CommandLines.run(DeathOptions.class, args, SuddenDeath::begin));
  }

  private static int begin(DeathOptions options) throws IOException, InterruptedException {
    Path agent = Path.of(System.getProperty("bench.agent"));
    List<String> rows = new ArrayList<>();
    for (DeathCase one : cases(options)) {
      rows.add(row(one, options, agent));
    }
    System.out.printf(
        "%n| %-28s | %8s | %17s | %17s | %17s |%n",
        "median / worst, ms", "saved", "sign to CRITICAL", "sign to exec", "begin to next main");
    System.out.println("| --- | ---: | ---: | ---: | ---: |");
    rows.forEach(System.out::print);
    return 0;
  }

  private static List<DeathCase> cases(DeathOptions options)
      throws IOException, InterruptedException {
    List<DeathCase> cases = new ArrayList<>();
    for (Path java : options.javas) {
      String jdk = Jdk.version(java);
      for (String collector : options.collectors) {
        if (!Jdk.has(java, collector)) {
          System.out.println("bench: JDK " + jdk + " has no " + collector + ": left out");
          continue;
        }
        for (String heap : options.heaps) {
          String title = "heap, " + collector + ", JDK " + jdk + ", " + heap;
          cases.add(new DeathCase(title, java, collector, heap, "heap", List.of()));
        }
      }
      if (options.guard.equals("native")) {
        cases.add(
            new DeathCase(
                "files, JDK " + jdk,
                java,
                "G1",
                "256m",
                "files",
                List.of("sh", "-c", "ulimit -n 400; exec \"$0\" \"$@\"")));
        threads(java, jdk).ifPresent(cases::add);
      }
    }
    return cases;
  }

  /** A limit on threads does not hold for root: so as another user, if this one is root. */
  private static Optional<DeathCase> threads(Path java, String jdk)
      throws IOException, InterruptedException {
    List<String> launcher =
        List.of("setpriv", "--reuid=61234", "--clear-groups", "prlimit", "--nproc=200");
    List<String> probe = new ArrayList<>(launcher);
    probe.addAll(List.of("test", "-r", System.getProperty("bench.agent")));
    if (!Jdk.succeeds(probe)) {
      System.out.println(
          "bench: a lack of threads needs root, setpriv and an agent that others can read: left"
              + " out");
      return Optional.empty();
    }
    return Optional.of(
        new DeathCase("threads, JDK " + jdk, java, "G1", "256m", "threads", launcher));
  }

  private static String row(DeathCase one, DeathOptions options, Path agent)
      throws IOException, InterruptedException {
    List<DeathRun.Times> times = new ArrayList<>();
    for (int i = 0; i < options.runs; i++) {
      Optional<DeathRun.Times> run = DeathRun.run(one, options.guard, agent);
      System.out.println(
          one.title() + ": " + run.map(Object::toString).orElse("not restarted in time"));
      run.ifPresent(times::add);
    }
    return String.format(
        Locale.ROOT,
        "| %-28s | %8s | %17s | %17s | %17s |%n",
        one.title(),
        times.size() + "/" + options.runs,
        figures(times, DeathRun.Times::critical),
        figures(times, DeathRun.Times::restarted),
        figures(times, DeathRun.Times::alive));
  }

  private static String figures(
      List<DeathRun.Times> times, ToDoubleFunction<DeathRun.Times> figure) {
    double[] values = times.stream().mapToDouble(figure).sorted().toArray();
    return values.length == 0
        ? "-"
        : String.format(
            Locale.ROOT,
            "%.0f / %.0f",
            values[values.length / 2],
            Arrays.stream(values).max().orElse(0));
  }
}
