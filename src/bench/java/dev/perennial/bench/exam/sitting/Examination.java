package dev.perennial.bench.exam.sitting;

import dev.perennial.bench.exam.Scenario;
import dev.perennial.bench.exam.Trace;
import dev.perennial.bench.exam.heldout.HeldOut;
import dev.perennial.bench.exam.recording.Recordings;
import dev.perennial.bench.exam.rule.Candidate;
import dev.perennial.bench.exam.tuning.Tuning;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The judge's examination: every scenario, every rule, one table. */
public final class Examination {
  private static final int CPU_SAMPLES = 60_000;

  private final ExamOptions options;
  private final List<Candidate> candidates;
  private final List<Outcome> outcomes = new ArrayList<>();

  private Examination(ExamOptions options) {
    this.options = options;
    this.candidates =
        Candidate.all().stream().filter(c -> options.rule().matcher(c.name()).find()).toList();
  }

  /** See {@code --help}. */
  public static void main(String[] args) throws IOException {
    List<String> arguments = List.of(args);
    if (arguments.contains("--help")) {
      System.out.print(ExamOptions.HELP);
      return;
    }
    ExamOptions options;
    try {
      options = ExamOptions.read(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("exam: " + e.getMessage());
      System.exit(2);
      return;
    }
    new Examination(options).run();
  }

  private void run() throws IOException {
    List<Scenario> madeUp =
        scenarios().stream().filter(s -> options.scenario().matcher(s.name()).find()).toList();
    long healthyKinds = madeUp.stream().filter(s -> !s.aging()).count();
    for (Scenario scenario : madeUp) {
      double each = options.days() / (double) Math.max(1, healthyKinds);
      int count = scenario.aging() ? options.traces() : (int) Math.ceil(each / scenario.days());
      Map<Candidate, Outcome> row = row(scenario.name(), scenario.aging());
      long began = System.nanoTime();
      for (int i = 0; i < count; i++) {
        Trace trace = scenario.traces().apply(options.seed() * 1_000_003L + i);
        new Pass(trace, candidates, row).run();
      }
      System.err.printf(
          "exam: %s, %d servers, %.0f s%n",
          scenario.name(), count, (System.nanoTime() - began) / 1e9);
    }
    for (Trace trace : Recordings.in(options.recordings())) {
      if (options.scenario().matcher(trace.name()).find()) {
        new Pass(trace, candidates, row(trace.name(), trace.isAging())).run();
      }
    }
    Map<String, Double> cpu = new LinkedHashMap<>();
    Trace eachSecond = HeldOut.scenarios(1).get(0).traces().apply(options.seed());
    for (Candidate candidate : candidates) {
      cpu.put(candidate.name(), CpuMeter.nanosASample(candidate, eachSecond, CPU_SAMPLES));
    }
    ExamTable table = new ExamTable(outcomes, cpu);
    System.out.print(table.text());
    if (options.json() != null) {
      Files.writeString(options.json(), new ExamJson(outcomes, cpu).text());
    }
  }

  private List<Scenario> scenarios() {
    return options.tuning()
        ? Tuning.scenarios(options.periodSeconds())
        : HeldOut.scenarios(options.periodSeconds());
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
