package dev.perennial.agent.server;

import dev.perennial.agent.log.Log;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the application answers, and warms it up once it does. Looks are for one thread,
 * which they block; what they have shown is for any.
 */
public final class ApplicationProbe {
  private final Application application;
  private final Consumer<Look> told;
  private final boolean tellsWarmUp;
  private final Log log;

  private volatile boolean healthy;

  /** Why the last warm-up has failed; for the thread that looks. */
  private String cold = "";

  /** Whether what was to be asked for has been answered in this life. */
  private volatile boolean warmedUp;

  /**
   * What a look has shown.
   *
   * @param refusal why it counts as not answering; null if it answers
   * @param cold why it is not warm, so far as is known; empty if it is
   */
  public record Look(@Nullable String refusal, String cold) {
    /** Returns whether the application answers. */
    public boolean healthy() {
      return refusal == null;
    }
  }

  /**
   * @param told of each look, before a warm-up and after one that failed
   * @param tellsWarmUp whether the log tells of a warm-up that went well, too
   */
  public ApplicationProbe(
      Application application, Consumer<Look> told, boolean tellsWarmUp, Log log) {
    this.application = application;
    this.told = told;
    this.tellsWarmUp = tellsWarmUp;
    this.log = log;
  }

  /** Returns whether the application answered the last time. */
  boolean isHealthy() {
    return healthy;
  }

  /** Returns whether the application has been asked for all it is to be warmed up by. */
  boolean isWarmedUp() {
    return warmedUp;
  }

  /** Looks once. */
  public void look() {
    Look look = new Look(application.refusal(), warmedUp ? "" : cold);
    healthy = look.healthy();
    told.accept(look);
    if (healthy && !warmedUp) {
      warmUp();
    }
  }

  private void warmUp() {
    String before = cold;
    WarmUp.Outcome outcome = application.warmUp();
    String trial = outcome.warm() ? application.trialMove() : "";
    warmedUp = outcome.warm() && trial.isEmpty();
    cold =
        !outcome.warm()
            ? outcome.text()
            : warmedUp ? "" : "not warm: " + trial + "; it is tried again";
    if (!warmedUp) {
      told.accept(new Look(null, cold));
      log.warn("warm-up", cold, null);
    } else if (tellsWarmUp || !before.isEmpty()) {
      log.info(before.isEmpty() ? outcome.text() : "over: " + before + "; " + outcome.text());
    }
  }
}
