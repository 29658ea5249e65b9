package dev.perennial.bench.exam.machine;

import dev.perennial.bench.exam.Sample;
import dev.perennial.bench.exam.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The traces of a folder and its subfolders. Files end in {@code .csv.gz}; one with response times
 * is a run to exhaustion, one without is a machine that was never exhausted.
 */
public final class MachineTraces {
  /** Name of the scenario of machines that were never exhausted. */
  public static final String HEALTHY = "real machines, never exhausted";

  /** Name of the scenario of the same machines, each with a leak on top. */
  public static final String PLANTED = "real machines, a leak planted";

  /** Name of the scenario of systems that were exhausted. */
  public static final String EXHAUSTED = "real systems, run to exhaustion";

  private static final String ENDING = ".csv.gz";
  private static final double DAY = 86400;

  /**
   * In which planted leaks fill what is free: one machine after the other has the next of them. The
   * traces have gaps of up to eight hours; a shorter leak could not be seen.
   */
  private static final double[] LIVES = {DAY, 2 * DAY, 3 * DAY};

  private MachineTraces() {}

  /** Which of the machines: by their names in order, the first is for tuning, the next is not. */
  public enum Half {
    TUNING,
    HELDOUT
  }

  /**
   * A scenario with as many traces as there are files.
   *
   * @param count of its traces; the seeds are 0 to count - 1
   */
  public record Kind(Scenario scenario, int count) {}

  /**
   * Returns the machines of that half, and all runs to exhaustion: too few to be halved.
   *
   * @throws IOException if a file cannot be read
   */
  public static List<Kind> in(Path folder, Half half) throws IOException {
    List<MachineTrace> healthy = new ArrayList<>();
    List<MachineTrace> exhausted = new ArrayList<>();
    for (Path file : files(folder)) {
      String name = file.getFileName().toString();
      MachineTrace trace =
          MachineFile.read(file, name.substring(0, name.length() - ENDING.length()));
      (trace.isAging() ? exhausted : healthy).add(trace);
    }
    List<MachineTrace> chosen = new ArrayList<>();
    for (int i = half.ordinal(); i < healthy.size(); i += Half.values().length) {
      chosen.add(healthy.get(i));
    }
    List<MachineTrace> planted = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      planted.add(PlantedLeak.in(chosen.get(i), LIVES[i % LIVES.length]));
    }
    return List.of(
        kind(HEALTHY, false, chosen),
        kind(EXHAUSTED, true, exhausted),
        kind(PLANTED, true, planted));
  }

  /** Returns whether a scenario of that name is one of these. */
  public static boolean isOne(String scenario) {
    return List.of(HEALTHY, EXHAUSTED, PLANTED).contains(scenario);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(f -> f.toString().endsWith(ENDING)).sorted().toList();
    }
  }

  private static Kind kind(String name, boolean aging, List<MachineTrace> traces) {
    double days =
        traces.isEmpty()
            ? 0
            : traces.stream().mapToDouble(MachineTraces::end).max().orElse(0) / DAY;
    return new Kind(new Scenario(name, aging, days, i -> traces.get((int) i)), traces.size());
  }

  private static double end(MachineTrace trace) {
    List<Sample> samples = trace.samples();
    return samples.get(samples.size() - 1).atSeconds();
  }
}
