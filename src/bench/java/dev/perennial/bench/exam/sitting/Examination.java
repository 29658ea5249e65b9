package dev.perennial.bench.exam.sitting;

import dev.perennial.bench.exam.Scenario;
import dev.perennial.bench.exam.Trace;
import dev.perennial.bench.exam.heldout.HeldOut;
import dev.perennial.bench.exam.machine.MachineTraces;
import dev.perennial.bench.exam.recording.Recordings;
import dev.perennial.bench.exam.rule.Candidate;
import dev.perennial.bench.exam.scene.Scenes;
import dev.perennial.bench.exam.tuning.Tuning;
import dev.perennial.testing.options.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** The judge's examination: every scenario, every rule, one table. */
public final class Examination {
  private static final int CPU_SAMPLES = 60_000;

  private final ExamOptions options;
  private final List<Candidate> candidates;
  private final List<Outcome> outcomes = new ArrayList<>();

  private Examination(ExamOptions options) {
    this.options = options;
    this.candidates =
        Candidate.all().stream().filter(c -> options.rule.matcher(c.name()).find()).toList();
  }

  /** See {@code --help}. */
  public static void main(String[] args) throws Exception {
    System.exit(
        CommandLines.run(
            ExamOptions.class,
            args,
            options -> {
              new Examination(options).run();
              return 0;
            }));
  }

  private void run() throws IOException, InterruptedException {
    List<Scenario> madeUp =
        Stream.concat(scenarios().stream(), Scenes.all().stream())
            .filter(s -> options.scenario.matcher(s.name()).find())
            .toList();
    long healthyKinds = madeUp.stream().filter(s -> !s.aging() && !Scenes.isOne(s.name())).count();
    double each = options.days / (double) Math.max(1, healthyKinds);
    // All rows first, as they are to be printed: the sittings take every core, and end in any
    // order.
    List<Callable<Void>> sittings = new ArrayList<>();
    for (Scenario scenario : madeUp) {
      boolean isLife = scenario.aging() || Scenes.isOne(scenario.name());
      int count = isLife ? options.lives : (int) Math.ceil(each / scenario.days());
      Map<Candidate, Outcome> row = row(scenario.name(), scenario.aging());
      sittings.add(() -> sit(scenario, count, options.seed * 1_000_003L, row));
    }
    if (options.traces != null) {
      addMachines(options.traces, sittings);
    }
    sitAll(sittings);
    for (Trace trace : Recordings.in(options.recordings)) {
      if (options.scenario.matcher(trace.name()).find()) {
        new Pass(trace, candidates, row(trace.name(), trace.isAging())).run();
      }
    }
    Map<String, Double> cpu = new LinkedHashMap<>();
    Trace eachSecond = HeldOut.scenarios(1).get(0).traces().apply(options.seed);
    for (Candidate candidate : candidates) {
      cpu.put(candidate.name(), CpuMeter.nanosASample(candidate, eachSecond, CPU_SAMPLES));
    }
    ExamTable table = new ExamTable(outcomes, cpu);
    System.out.print(table.text());
    if (options.json != null) {
      Files.writeString(options.json, new ExamJson(outcomes, cpu).text());
    }
  }

  private void addMachines(Path folder, List<Callable<Void>> sittings) throws IOException {
    MachineTraces.Half half =
        switch (options.servers) {
          case HELDOUT -> MachineTraces.Half.HELDOUT;
          case TUNING -> MachineTraces.Half.TUNING;
        };
    for (MachineTraces.Kind kind : MachineTraces.in(folder, half)) {
      Scenario scenario = kind.scenario();
      if (kind.count() > 0 && options.scenario.matcher(scenario.name()).find()) {
        Map<Candidate, Outcome> row = row(scenario.name(), scenario.aging());
        sittings.add(() -> sit(scenario, kind.count(), 0, row));
      }
    }
  }

  private static void sitAll(List<Callable<Void>> sittings) throws InterruptedException {
    ExecutorService cores =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      for (Future<Void> sitting : cores.invokeAll(sittings)) {
        sitting.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a sitting failed: " + e.getCause(), e);
    } finally {
      cores.shutdownNow();
    }
  }

  private Void sit(Scenario scenario, int count, long firstSeed, Map<Candidate, Outcome> row) {
    long began = System.nanoTime();
    for (int i = 0; i < count; i++) {
      Trace trace = scenario.traces().apply(firstSeed + i);
      new Pass(trace, candidates, row).run();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.err.printf("exam: %s, %d servers, %.0f s%n", scenario.name(), count, seconds);
    return null;
  }

  private List<Scenario> scenarios() {
    return options.servers == ExamOptions.Servers.TUNING
        ? Tuning.scenarios(options.periodSeconds)
        : HeldOut.scenarios(options.periodSeconds);
  }

  private Map<Candidate, Outcome> row(String scenario, boolean aging) {
    Map<Candidate, Outcome> row = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      Outcome outcome = new Outcome(scenario, aging, candidate.name());
      row.put(candidate, outcome);
      outcomes.add(outcome);
    }
    return row;
  }
}
