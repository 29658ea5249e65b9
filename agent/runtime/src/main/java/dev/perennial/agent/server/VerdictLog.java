package dev.perennial.agent.server;

import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Verdict;
import java.util.function.Consumer;

/**
 * Tells the log that this server is judged UNSTABLE or CRITICAL, and when that is over: a plan that
 * would tell is made in a cluster alone, and for a container alone. For the agent's loop.
 */
public final class VerdictLog {
  private final Consumer<String> info;
  private final Consumer<String> warn;
  private Verdict told = Verdict.STABLE;

  /**
   * @param info for the log
   * @param warn for the log
   */
  public VerdictLog(Consumer<String> info, Consumer<String> warn) {
    this.info = info;
    this.warn = warn;
  }

  /** Takes each judgement. */
  public void judged(Judgement judgement) {
    Verdict now = judgement.verdict();
    if (now.compareTo(Verdict.UNSTABLE) < 0) {
      if (told != Verdict.STABLE) {
        info.accept("over: the verdict was " + told + "; now " + now + ": " + judgement.reason());
      }
      told = Verdict.STABLE;
    } else if (now != told) {
      warn.accept("verdict " + now + ": " + judgement.reason());
      told = now;
    }
  }
}
