package dev.perennial.agent.server;

import dev.perennial.agent.history.WholeFile;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.policy.Cure;
import dev.perennial.coordinator.policy.LoadPattern;
import dev.perennial.coordinator.policy.WhenToAct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this server's own policy says on acting: whether it would rather wait, and whether it is
 * left to a person. Learns the load's pattern meanwhile and keeps it over restarts. For the agent's
 * loop alone.
 */
public final class Acting {
  private static final Duration KEEP_EVERY = Duration.ofMinutes(15);

  /** What an operator has set, and nothing suffers from. */
  private static final Set<String> OF_AGE = Set.of("uptime", "load.served");

  private final WhenToAct policy;
  private final Cure cure;
  private final Path file;
  private final Clock clock;
  private final Log log;
  private final LoadPattern pattern = new LoadPattern();
  private Instant kept;
  private @Nullable Instant judgedAt;

  /**
   * Takes up what an earlier life has learned.
   *
   * @param directory of the server's files
   * @param clock with the zone of the maintenance windows
   */
  public Acting(WhenToAct policy, Cure cure, Path directory, Clock clock, Log log) {
    this.policy = policy;
    this.cure = cure;
    this.file = directory.resolve("load-pattern.txt");
    this.clock = clock;
    this.log = log;
    this.kept = clock.instant();
    try {
      if (Files.isReadable(file)) {
        pattern.restore(Files.readString(file));
      }
    } catch (IOException | RuntimeException e) {
      Suppressed.count(e, "load pattern");
      log.warn("load pattern", "what load each hour brings is learned anew: " + file, e);
    }
  }

  /**
   * Takes in a moment, to be called about once a second.
   *
   * @param load part of the capacity in use
   */
  void look(Judgement judgement, double load) {
    pattern.add(LocalDateTime.now(clock), load);
    if (judgement.verdict().compareTo(Verdict.UNSTABLE) < 0) {
      judgedAt = null;
    } else if (judgedAt == null) {
      judgedAt = clock.instant();
    }
    if (Duration.between(kept, clock.instant()).abs().compareTo(KEEP_EVERY) >= 0) {
      keep();
    }
  }

  private void keep() {
    kept = clock.instant();
    try {
      WholeFile.write(file, pattern.export());
    } catch (IOException e) {
      Suppressed.count(e, "load pattern");
      log.warn("load pattern", "what load each hour brings cannot be kept in " + file, e);
    }
  }

  /**
   * Returns what this server would rather wait for, in words; empty for nothing.
   *
   * @param servers of the cluster
   */
  String waitsFor(Judgement judgement, double load, int servers) {
    return policy.waitsFor(
        new WhenToAct.Moment(
            judgement.verdict(),
            pressure(judgement),
            safelyLeft(judgement),
            load,
            servers,
            LocalDateTime.now(clock)),
        pattern);
  }

  /** The least of the intervals' lower ends; negative if nothing is forecast. */
  private static double safelyLeft(Judgement judgement) {
    return judgement.findings().stream()
        .filter(f -> f.verdict().compareTo(Verdict.UNSTABLE) >= 0)
        .map(f -> f.exhaustionLow() == null ? f.secondsToExhaustion() : f.exhaustionLow())
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .min()
        .orElse(-1);
  }

  private static WhenToAct.Pressure pressure(Judgement judgement) {
    boolean byAge =
        judgement.findings().stream()
            .filter(f -> f.verdict().compareTo(Verdict.UNSTABLE) >= 0)
            .allMatch(f -> OF_AGE.contains(f.reading().indicator()));
    return byAge ? WhenToAct.Pressure.AGE : WhenToAct.Pressure.EXHAUSTION;
  }

  /** Returns why a restart is left to a person, in words; empty if it is not. */
  String obstacle(List<PastRejuvenation> history, Judgement judgement) {
    return cure.obstacle(Lives.of(history, judgedAt, judgement.reason()));
  }
}
