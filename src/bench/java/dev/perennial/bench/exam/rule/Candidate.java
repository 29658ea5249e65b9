package dev.perennial.bench.exam.rule;

import dev.perennial.bench.exam.Rule;
import dev.perennial.bench.exam.Sample;
import java.util.List;
import java.util.function.Supplier;

/**
 * A rule with its name.
 *
 * @param name in the table
 * @param begin makes one for a new life
 */
public record Candidate(String name, Supplier<Rule> begin) {
  /** Returns whether it tells when something will be exhausted. */
  public boolean forecasts() {
    return name.equals(OURS);
  }

  /** Name of Perennial's own. */
  public static final String OURS = "Perennial";

  private static final double LEVEL = 0.85;
  private static final double HOLD_SECONDS = 300;

  /** Names of those that only compare a level, as most products do. */
  public static final List<String> THRESHOLDS =
      List.of("heap used >= 85 %", "live set >= 85 %", "any resource >= 85 %");

  /** Returns all, ours first. */
  public static List<Candidate> all() {
    return List.of(
        new Candidate(OURS, OurJudge::new),
        new Candidate(THRESHOLDS.get(0), () -> level(Sample.HEAP_USED)),
        new Candidate(THRESHOLDS.get(1), () -> level("heap.live")),
        new Candidate(
            THRESHOLDS.get(2),
            () ->
                level(
                    "heap.live",
                    "metaspace",
                    "threads",
                    "files",
                    "buffers.direct",
                    "memory.native",
                    "memory.container")),
        new Candidate("Mann-Kendall 1 %", () -> new MannKendallRule(24)),
        new Candidate("Mann-Kendall 1 %, 24 h", () -> new MannKendallRule(288)),
        new Candidate("GC debt 5, 30 s", GcDebtRule::new),
        new Candidate("uptime 24 h", UptimeRule::new));
  }

  private static Rule level(String... indicators) {
    return new LevelRule(LEVEL, HOLD_SECONDS, indicators);
  }
}
