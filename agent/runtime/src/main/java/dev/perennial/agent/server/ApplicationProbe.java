package dev.perennial.agent.server;

import dev.perennial.agent.log.Log;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the application answers, and warms it up once it does. Looks are for one thread,
 * which they block; what they have shown is for any.
 */
public final class ApplicationProbe {
  private final Application application;
  private final Supplier<String> address;
  private final Consumer<Look> told;
  private final boolean tellsWarmUp;
  private final Log log;

  private volatile boolean healthy;

  /** Whether what was to be asked for has been answered in this life. */
  private volatile boolean warmedUp;

  /**
   * What a look has shown.
   *
   * @param url that was asked; empty while not known
   * @param refusal why it counts as not answering; null if it answers
   */
  public record Look(String url, @Nullable String refusal) {
    /** Returns whether the application answers. */
    public boolean healthy() {
      return refusal == null;
    }
  }

  /**
   * @param address where the application is, as of now
   * @param told of each look, before a warm-up
   * @param tellsWarmUp whether the log tells of a warm-up that went well, too
   */
  public ApplicationProbe(
      Application application,
      Supplier<String> address,
      Consumer<Look> told,
      boolean tellsWarmUp,
      Log log) {
    this.application = application;
    this.address = address;
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
    String url = address.get();
    Look look = new Look(url, application.refusal(url));
    healthy = look.healthy();
    told.accept(look);
    if (healthy && !warmedUp) {
      warmUp(url);
    }
  }

  private void warmUp(String url) {
    WarmUp.Outcome outcome = application.warmUp(url);
    String trial = outcome.warm() ? application.trialMove() : "";
    warmedUp = outcome.warm() && trial.isEmpty();
    if (!outcome.warm()) {
      log.warn("warm-up", outcome.text(), null);
    } else if (!warmedUp) {
      log.warn("warm-up", "not warm: " + trial + "; it is tried again", null);
    } else if (tellsWarmUp) {
      log.info(outcome.text());
    }
  }
}
